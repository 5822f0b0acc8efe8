/** What an admin settles for the organization. */
import { setStalledAfterDays } from '../../organization/settings.ts';
import { builder } from '../builder.ts';
import { change, payloadOf } from '../change/change.ts';
import { Organization, readOrganizations } from './organization.ts';

const OrganizationPayload = payloadOf(Organization, readOrganizations);

const OrganizationInput = builder.inputType('OrganizationInput', {
  description: 'What is settled. What is not given stays.',
  fields: (t) => ({
    stalledAfterDays: t.int({
      description:
        'After how many days without a change an active deal stands still, 1 to 3650; null: none ever does. Other processes see it within a second.',
    }),
  }),
});

builder.mutationField('updateOrganization', (t) =>
  change(t, {
    right: 'administer',
    type: OrganizationPayload,
    description: 'Changes what holds for all of the organization.',
    args: { input: t.arg({ type: OrganizationInput, required: true, description: 'What to change.' }) },
    run: async (session, caller, { input }) => {
      if (input.stalledAfterDays !== undefined) await setStalledAfterDays(session, caller, input.stalledAfterDays);
      return { id: caller.organizationId };
    },
  }),
);
