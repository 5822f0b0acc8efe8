/** `/lead/` */
import type { NewContactInput } from '../../contact/create.ts';
import type { ContactChange } from '../../contact/update.ts';
import type { Session } from '../../db/client.ts';
import { type AddressInput, addressParts } from '../../lead/address.ts';
import { createLead } from '../../lead/create.ts';
import type { LeadChange, LeadInput, NewLead } from '../../lead/input.ts';
import { readLeadStatuses } from '../../lead/status.ts';
import { updateLead } from '../../lead/update.ts';
import { deleteLead } from '../../removal/lead.ts';
import { type BodyField, bodyFieldsOf, bodySchema, inNamesOf, nested, readBody } from '../body-field.ts';
import { contactBody, originBody } from '../contact/routes.ts';
import { crud } from '../crud.ts';
import { customSchema, withCustomChanges } from '../custom-field/custom-changes.ts';
import { exactly, moment, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { statusByLabel, statusKey } from '../opportunity/status-label.ts';
import { anyText, many, orNull } from '../reader.ts';
import { noLeadStatus } from '../refusals.ts';
import type { RestRequest, Route } from '../route.ts';
import { addressKeys, lead } from './fields.ts';

const field = bodyFieldsOf<LeadInput>();

const address = bodyFieldsOf<AddressInput>();
const addressBody = addressParts.map((part) => address(addressKeys[part], part, orNull(anyText), 'Part of it.'));

const contactId = bodyFieldsOf<ContactChange>()('id', 'id', orNull(anyText), 'One of the contacts of the lead.');

const leadBody = [
  field('name', 'name', orNull(anyText), 'What it is called; «Untitled», where nothing is said.'),
  field('description', 'description', orNull(anyText), 'Free text.'),
  field('url', 'url', orNull(anyText), 'Its web site.'),
  field('addresses', 'addresses', orNull(many(nested(addressBody, []))), 'All postal addresses.'),
  field('status_id', 'statusId', orNull(anyText), 'Where the relation to it stands; by default the first status.', {
    ...{ errorName: 'status', refusal: noLeadStatus },
  }),
];

const newLeadBody = [
  ...leadBody,
  ...originBody,
  bodyFieldsOf<NewLead>()(
    'contacts',
    'contacts',
    many(nested<NewContactInput>([...contactBody, ...originBody], [])),
    'The people that work there.',
  ),
];

const changeBody = [
  ...leadBody,
  bodyFieldsOf<LeadChange>()(
    'contacts',
    'contacts',
    many(nested<ContactChange>([contactId, ...contactBody, ...originBody], [])),
    'People that work there: those with an id change, the others are new. Who is not named stays as they are.',
  ),
];

/** Reads the body and hands it to the core; what is wrong is told in the names of the body. */
function withInput<Input extends LeadInput, Result>(
  fields: readonly BodyField<Input>[],
  session: Session,
  { caller, body }: RestRequest,
  work: (input: Partial<Input>) => Promise<Result>,
): Promise<Result> {
  return inNamesOf(fields, body, async () => {
    const { statusId: named, ...input } = readBody(fields, body, caller);
    const labelled = () => statusByLabel(body, () => readLeadStatuses(session, caller.organizationId), noLeadStatus);
    // Null says nothing: whole objects are sent back, some made by hand.
    const statusId = named ?? (await labelled());
    return withCustomChanges(session, caller, 'lead', body, (customFields) =>
      work({ ...input, ...(statusId !== undefined && { statusId }), customFields } as Partial<Input>),
    );
  });
}

const filters = [
  exactly('id', 'The id of the lead.'),
  exactly('status_id', 'Where the relation to it stands.'),
  moment('date_created', 'When it was created.'),
  moment('date_updated', 'When it was last changed.'),
  ownOrganization,
];

const searches = [
  { name: 'query', table: 'lead', description: 'A search among leads: `name:acme`, `has:opportunities`.' },
] as const;

export const leadRoutes: readonly Route[] = [
  searchedList(lead, '/lead/', {
    ...{ several: 'leads', table: 'lead', filters, searches, counted: true },
    bounds: { limit: 200, skip: 35_000 },
  }),
  ...crud(lead, '/lead/', {
    right: 'write',
    one: 'a lead',
    body: bodySchema(newLeadBody, { ...customSchema, keys: { ...customSchema.keys, ...statusKey } }),
    create: (session, request) =>
      withInput<NewLead, string>(newLeadBody, session, request, (input) => createLead(session, request.caller, input)),
    update: (session, request, id) =>
      withInput<LeadChange, void>(changeBody, session, request, (change) =>
        updateLead(session, request.caller, { id, change }),
      ),
    remove: (session, { caller }, id) => deleteLead(session, caller, { id }),
  }),
];
