/** The organization as REST shows it, with everything that is set up in it. */
import type { Session } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { symbolOf } from '../../value/money.ts';
import { everyday } from '../asked.ts';
import { customField, customFieldOrder } from '../custom-field/resource.ts';
import { fieldsOf, type Identified, type Resource, type Viewer } from '../field.ts';
import { pipeline, pipelineOrder } from '../pipeline/routes.ts';
import { leadStatus, leadStatusOrder, opportunityStatus, opportunityStatusOrder } from '../pipeline/status.ts';
import { readBodies } from '../read.ts';
import { described, integer, listOf, nullable, object, refTo, text } from '../schema.ts';

type OrganizationRow = Prisma.OrganizationGetPayload<{ include: { memberships: { include: { user: true } } } }>;
type Member = OrganizationRow['memberships'][number];

const { column, computed, fixed, moment } = fieldsOf<OrganizationRow>();

/** All that the caller's organization has of a kind. */
const all = <Row extends Identified>(
  name: string,
  resource: Resource<Row>,
  orderBy: object,
  description: string,
  where = {},
) =>
  computed(name, listOf(refTo(resource.name)), description, (_row, _viewer, related) => related ?? [], {
    async load(session: Session, viewer: Viewer, ids: readonly string[]) {
      const read = await readBodies(session, viewer, resource, everyday(resource), { where, orderBy });
      const bodies = read.map(({ body }) => body);
      return new Map(ids.map((id) => [id, bodies]));
    },
  });

/** Settings of telephones, mail and plans, which programs look for. */
const unknownOfMember = [
  ...['auto_record_calls', 'default_caller_id', 'hangup_recording_url', 'is_free', 'may_workflows_impersonate'],
  ...['onboarding_status', 'primary_personal_number', 'track_email_opens'],
];
const unknownOfOrganization = [
  ...['abandonment_message_url', 'billing_account_id', 'cancellation_date', 'created_by', 'enable_unsubscribe_link'],
  ...['leads_email', 'limit_of_connected_accounts_per_membership', 'payment_fail_date', 'plan_id', 'plan_type'],
  ...['plan_version', 'predictive_dialer_status', 'require_unsubscribe_link', 'status', 'transcript_enabled'],
  ...['trial_ends', 'updated_by'],
];

export const membershipSchema = object({
  ...{ id: described(text, '`memb_…`'), organization_id: described(text, 'Where.'), user_id: described(text, 'Who.') },
  ...{ role: described(text, 'What the person may do.'), role_id: described(text, 'The same.') },
  user_full_name: described(text, 'What the person is called.'),
  user_email: described(nullable(text), 'The address for signing in.'),
  user_image: described(nullable(text), 'The address of a picture.'),
  ...Object.fromEntries(unknownOfMember.map((name) => [name, described(nullable(text), 'The gateway does not say.')])),
  permissions_granted: described(listOf(text), 'Beside those of the role; the gateway has none.'),
});

export const membershipSelection = {
  ...{ id: true, organizationId: true, userId: true, role: true, fullName: true, image: true },
  user: { select: { email: true } },
};

export const membershipBody = ({ id, organizationId, userId, role, fullName, image, user }: Member) => ({
  ...{ id, organization_id: organizationId, user_id: userId, role, role_id: role },
  ...{ user_full_name: fullName, user_email: user.email, user_image: image },
  ...Object.fromEntries(unknownOfMember.map((name) => [name, null])),
  permissions_granted: [],
});

const memberships = (name: string, active: boolean, description: string) =>
  computed(
    name,
    listOf(membershipSchema),
    description,
    (row) => row.memberships.filter(({ isActive }) => isActive === active).map(membershipBody),
    { select: { memberships: { include: { user: true }, orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }] } } },
  );

const fieldsOfKind = (objectType: string) => ({ objects: { some: { objectType } } });

export const organization: Resource<OrganizationRow> = {
  name: 'Organization',
  description: 'The organization that the API key belongs to.',
  rows: (read) => read.organization,
  visible: ({ organizationId }) => ({ id: organizationId }),
  fields: [
    column('id', 'id', text, '`orga_…`'),
    column('name', 'name', text, 'What it is called.'),
    column('currency', 'currency', text, 'ISO 4217 code of the currency that every amount is in.'),
    computed('currency_symbol', text, 'Its sign.', ({ currency }) => symbolOf(currency), {
      select: { currency: true },
    }),
    all('lead_statuses', leadStatus, leadStatusOrder, 'The statuses of leads, in order.'),
    all(
      'opportunity_statuses',
      opportunityStatus,
      opportunityStatusOrder,
      'The statuses of opportunities, by pipeline.',
    ),
    all('pipelines', pipeline, pipelineOrder, 'The pipelines, in order.'),
    all('lead_custom_fields', customField, customFieldOrder, 'The custom fields of leads.', fieldsOfKind('lead')),
    all('contact_custom_fields', customField, customFieldOrder, 'Those of contacts.', fieldsOfKind('contact')),
    all(
      'opportunity_custom_fields',
      customField,
      customFieldOrder,
      'Those of opportunities.',
      fieldsOfKind('opportunity'),
    ),
    memberships('memberships', true, 'Who works in it.'),
    memberships('inactive_memberships', false, 'Who left: their deals stay, but nothing new can be given to them.'),
    computed(
      'user_count',
      integer,
      'How many work in it.',
      (row) => row.memberships.filter(({ isActive }) => isActive).length,
      { select: { memberships: { include: { user: true } } } },
    ),
    fixed('features', [], listOf(text), 'What is paid for; the gateway has no plans.'),
    ...unknownOfOrganization.map((name) => fixed(name, null, nullable(text), 'The gateway does not say.')),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};
