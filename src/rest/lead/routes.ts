/** `/lead/` */
import type { NewContactInput } from '../../contact/create.ts';
import type { ContactChange } from '../../contact/update.ts';
import type { Session } from '../../db/client.ts';
import { readExisting } from '../../db/lookup.ts';
import { type AddressInput, addressParts } from '../../lead/address.ts';
import { createLead } from '../../lead/create.ts';
import type { LeadChange, LeadInput, NewLead } from '../../lead/input.ts';
import { readLeadStatuses } from '../../lead/status.ts';
import { updateLead } from '../../lead/update.ts';
import { deleteLead } from '../../removal/lead.ts';
import { type Merge, mergeLeads } from '../../removal/merge-leads.ts';
import { withKnownAuthors } from '../authors.ts';
import { type BodyField, bodyFieldsOf, bodySchema, inNamesOf, nested, readBody, readWhole } from '../body-field.ts';
import { contactBody, originBody } from '../contact/routes.ts';
import { crud } from '../crud.ts';
import { customSchema, withCustomChanges } from '../custom-field/custom-changes.ts';
import { exactly, moment, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { statusByLabel, statusKey } from '../opportunity/status-label.ts';
import { Problem } from '../problem.ts';
import { anyText, many, orNull } from '../reader.ts';
import { noLeadStatus } from '../refusals.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, object, oneOf } from '../schema.ts';
import { write } from '../write.ts';
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
  { caller, body: sent, path }: RestRequest,
  work: (input: Partial<Input>) => Promise<Result>,
): Promise<Result> {
  return inNamesOf(fields, sent, async () => {
    const body = await withKnownAuthors(session, caller, sent, path.id === undefined);
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

const views = [{ name: 'saved_search_id', table: 'lead', description: 'Only what this saved search finds.' }] as const;

const which = bodyFieldsOf<Merge>();
const mergeBody = [
  which('source', 'sourceId', anyText, 'The lead whose all goes to the other; it is gone afterwards.'),
  which('destination', 'destinationId', anyText, 'The lead that stays.'),
];

const merge: Route = {
  ...{ method: 'POST', path: '/lead/merge/', right: 'write', resource: lead.name },
  ...{ summary: 'Make one lead of two', body: bodySchema(mergeBody, { required: ['source', 'destination'] }) },
  answer: object({ status: described(oneOf(['ok']), 'They are one.') }),
  handle: (request) =>
    write(request, (session) =>
      inNamesOf(mergeBody, request.body, async () => {
        const { body, caller } = request;
        const asked = readWhole<Merge>(mergeBody, ['source', 'destination'], body, caller);
        const known = await readExisting(session, 'lead', caller.organizationId, Object.values(asked));
        const missing = Object.entries({ Source: asked.sourceId, Destination: asked.destinationId }).find(
          ([, id]) => !known.has(id),
        );
        if (missing) throw new Problem(404, { errors: [`${missing[0]} lead does not exist.`], 'field-errors': {} });
        await mergeLeads(session, caller, asked);
        return { status: 'ok' };
      }),
    ),
};

export const leadRoutes: readonly Route[] = [
  merge,
  searchedList(lead, '/lead/', {
    ...{ several: 'leads', table: 'lead', filters, searches, views, counted: true },
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
