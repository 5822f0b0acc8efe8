/** The organization as REST shows it, with everything that is set up in it. */
import type { Session } from '../db/client.ts';
import type { Prisma } from '../db/generated/postgresql/client.ts';
import { symbolOf } from '../value/money.ts';
import { everyday } from './asked.ts';
import { customField, customFieldOrder } from './custom-field-resource.ts';
import { fieldsOf, type Identified, type Resource, type Viewer } from './field.ts';
import { pipeline, pipelineOrder } from './pipeline.ts';
import { readBodies } from './read.ts';
import { described, listOf, nullable, object, refTo, text } from './schema.ts';
import { leadStatus, leadStatusOrder, opportunityStatus, opportunityStatusOrder } from './status.ts';

type OrganizationRow = Prisma.OrganizationGetPayload<{ include: { memberships: { include: { user: true } } } }>;
type Member = OrganizationRow['memberships'][number];

const { column, computed, moment } = fieldsOf<OrganizationRow>();

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

export const membershipSchema = object({
  ...{ id: described(text, '`memb_…`'), organization_id: described(text, 'Where.'), user_id: described(text, 'Who.') },
  ...{ role: described(text, 'What the person may do.'), role_id: described(text, 'The same.') },
  user_full_name: described(text, 'What the person is called.'),
  user_email: described(nullable(text), 'The address for signing in.'),
  user_image: described(nullable(text), 'The address of a picture.'),
});

export const membershipBody = ({ id, organizationId, userId, role, user }: Member) => ({
  ...{ id, organization_id: organizationId, user_id: userId, role, role_id: role },
  ...{ user_full_name: user.fullName, user_email: user.email, user_image: user.image },
});

const memberships = (name: string, active: boolean, description: string) =>
  computed(
    name,
    listOf(membershipSchema),
    description,
    (row) => row.memberships.filter(({ isActive }) => isActive === active).map(membershipBody),
    { select: { memberships: { include: { user: true }, orderBy: [{ user: { nameFolded: 'asc' } }, { id: 'asc' }] } } },
  );

const fieldsOfKind = (objectType: string) => ({ objects: { some: { objectType } } });

export const organization: Resource<OrganizationRow> = {
  name: 'Organization',
  description: 'The organization that the API key belongs to.',
  rows: (prisma) => prisma.organization,
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
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};
