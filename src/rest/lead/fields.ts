/** A lead as REST shows it, its contacts and opportunities whole within it. */
import type { Session } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { type Address, type AddressPart, addressParts, storedAddresses } from '../../lead/address.ts';
import { readSmartFields, type SmartFields, smartFieldNames } from '../../lead/smart-fields.ts';
import { groupBy } from '../../value/group-by.ts';
import { everyday } from '../asked.ts';
import { contact } from '../contact/fields.ts';
import { type Body, fieldsOf, type Identified, type Resource, type Viewer } from '../field.ts';
import { contactOrder, opportunity } from '../opportunity/fields.ts';
import { readBodies } from '../read.ts';
import { readOnce } from '../read-once.ts';
import { described, integer, link, listOf, nullable, object, refTo, text } from '../schema.ts';
import { task } from '../task/fields.ts';

type LeadRow = Prisma.LeadGetPayload<{ include: { status: true; createdMembership: true; updatedMembership: true } }>;

const { column, computed, fixed, moment, onDemand } = fieldsOf<LeadRow>();

const nameOf = (name: string, person: 'createdMembership' | 'updatedMembership', description: string) =>
  computed(name, nullable(text), description, (row) => row[person]?.fullName ?? null, {
    select: { [person]: { select: { fullName: true } } },
  });

/** A statement takes 32,766 parameters, and what belongs to the rows is asked for by their ids. */
const atOnce = 10_000;

/** All that belong to the leads, by lead, in one read for all but giants. */
const belonging = <Row extends Identified>(
  name: string,
  resource: Resource<Row>,
  orderBy: object,
  description: string,
) =>
  computed(name, listOf(refTo(resource.name)), description, (_row, _viewer, related) => related ?? [], {
    async load(session: Session, viewer: Viewer, ids: readonly string[]) {
      const query = { where: { leadId: { in: [...ids] } }, orderBy, take: atOnce };
      const bodies: Body[] = [];
      for (let skip = 0; skip === bodies.length; skip += atOnce) {
        const read = await readBodies(session, viewer, resource, everyday(resource), { ...query, skip });
        bodies.push(...read.map(({ body }) => body));
      }
      return groupBy(bodies, (body) => String(body.lead_id));
    },
  });

/** What the source API calls the parts of an address. */
export const addressKeys: Readonly<Record<AddressPart, string>> = {
  ...{ label: 'label', address1: 'address_1', address2: 'address_2', city: 'city', state: 'state' },
  ...{ zipcode: 'zipcode', country: 'country' },
};

const address = object(
  Object.fromEntries(addressParts.map((part) => [addressKeys[part], described(nullable(text), 'Part of it.')])),
);
const addressBody = (given: Address) =>
  Object.fromEntries(addressParts.map((part) => [addressKeys[part], given[part]]));

const load = readOnce((session, { caller }, ids) => readSmartFields(session, caller.organizationId, ids));

/** What a lead's opportunities come to: only where `_fields` names it, or all there is. */
const smartFields = smartFieldNames.map((name) =>
  onDemand(
    computed(
      name,
      nullable(integer),
      name.startsWith('num_')
        ? 'How many there are.'
        : 'What they are worth, in minor units; null where none has a value.',
      (_row, _viewer, figures) => (figures as SmartFields | undefined)?.get(name) ?? null,
      { load },
    ),
  ),
);

const newestFirst = [{ dateCreated: 'desc' }, { id: 'desc' }];
const taskOrder = [{ day: 'asc' }, { id: 'asc' }];

export const lead: Resource<LeadRow> = {
  name: 'Lead',
  description: 'A company, or a person, that one sells to.',
  custom: { owner: 'lead', byName: true },
  rows: (read) => read.lead,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'id', text, '`lead_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('name', 'name', text, 'What it is called.'),
    computed('display_name', text, 'What it is called.', ({ name }) => name, { select: { name: true } }),
    column('description', 'description', text, 'Free text; empty when there is none.'),
    column('url', 'url', nullable(text), 'Its web site.'),
    computed('html_url', text, 'Where it can be read.', ({ id }, { origin }) => `${origin}/api/v1/lead/${id}/`),
    column('status_id', 'statusId', text, 'Where the relation to it stands.'),
    computed('status_label', text, 'What that status is called.', ({ status }) => status.label, {
      select: { status: { select: { label: true } } },
    }),
    belonging('contacts', contact, contactOrder, 'The people that work there, oldest first.'),
    belonging('opportunities', opportunity, newestFirst, 'All deals with it, newest first.'),
    computed(
      'addresses',
      listOf(address),
      'Postal addresses, as they were given.',
      (row) => storedAddresses(row.addresses).map(addressBody),
      { select: { addresses: true } },
    ),
    belonging('tasks', task, taskOrder, 'What is to be done, and what is done, by the day when it is due.'),
    fixed('integration_links', [], listOf(link), 'Links to other systems; the gateway keeps none.'),
    column(
      'created_by',
      'createdById',
      nullable(text),
      'Who created it; null where nobody here did, or it is not known.',
    ),
    nameOf('created_by_name', 'createdMembership', 'The full name of who created it.'),
    column(
      'updated_by',
      'updatedById',
      nullable(text),
      'Who changed it last; null where nobody here did, or it is not known.',
    ),
    nameOf('updated_by_name', 'updatedMembership', 'The full name of who changed it last.'),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
    ...smartFields,
  ],
};
