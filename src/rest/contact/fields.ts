/** A contact as REST shows it. */
import { displayNameOf, storedWays } from '../../contact/ways.ts';
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { boolean, described, link, listOf, nullable, object, text } from '../schema.ts';

type ContactRow = Prisma.ContactGetPayload<object>;

const { column, computed, fixed, moment } = fieldsOf<ContactRow>();

const type = described(text, '`office`, `home` …');
const email = object({
  ...{ email: described(text, 'The address.'), type },
  is_unsubscribed: described(boolean, 'Whether the person wants no mail there; the gateway does not say.'),
});
const phone = object({
  ...{ phone: described(text, 'The number, as it was given.'), type },
  ...{ phone_formatted: described(text, 'The same.'), country: described(nullable(text), 'Not told.') },
});
const url = object({ url: described(text, 'The address.'), type });

export const contact: Resource<ContactRow> = {
  name: 'Contact',
  description: 'A person who works at a lead.',
  rows: (read) => read.contact,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'id', text, '`cont_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'Where the person works.'),
    column('name', 'name', text, 'The full name; empty when unknown.'),
    computed('display_name', text, 'The name, or the first way to reach the person.', displayNameOf, {
      select: { name: true, emails: true, phones: true },
    }),
    computed(
      'title',
      nullable(text),
      'What the person does there; null when nobody said.',
      ({ title }) => title || null,
      {
        select: { title: true },
      },
    ),
    computed(
      'emails',
      listOf(email),
      'E-mail addresses.',
      (row) => storedWays(row, 'emails').map((way) => ({ email: way.email, type: way.type, is_unsubscribed: false })),
      { select: { emails: true } },
    ),
    computed(
      'phones',
      listOf(phone),
      'Phone numbers, as they were given.',
      (row) =>
        storedWays(row, 'phones').map((way) => ({
          ...{ phone: way.phone, phone_formatted: way.phone, country: null, type: way.type },
        })),
      { select: { phones: true } },
    ),
    computed(
      'urls',
      listOf(url),
      'Web pages.',
      (row) => storedWays(row, 'urls').map((way) => ({ url: way.url, type: way.type })),
      { select: { urls: true } },
    ),
    fixed('timezone', null, nullable(text), 'Where the person is; the gateway does not say.'),
    fixed('timezone_source', null, nullable(text), 'How that is known.'),
    fixed('integration_links', [], listOf(link), 'Links to other systems; the gateway keeps none.'),
    column(
      'created_by',
      'createdById',
      nullable(text),
      'Who created it; null where nobody here did, or it is not known.',
    ),
    column(
      'updated_by',
      'updatedById',
      nullable(text),
      'Who changed it last; null where nobody here did, or it is not known.',
    ),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};
