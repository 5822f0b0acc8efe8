/** `/contact/` */
import { createContact } from '../../contact/create.ts';
import type { ContactInput } from '../../contact/input.ts';
import { updateContact } from '../../contact/update.ts';
import { deleteContact } from '../../removal/contact.ts';
import type { Origin } from '../../user/origin.ts';
import { withKnownAuthors } from '../authors.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, nested, readBody, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { exactly, moment, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { anyText, many, momentInTime, orNull } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import type { Route } from '../route.ts';
import { contact } from './fields.ts';

type Item<Kind extends 'emails' | 'phones' | 'urls'> = NonNullable<ContactInput[Kind]>[number];

const email = bodyFieldsOf<Item<'emails'>>();
const phone = bodyFieldsOf<Item<'phones'>>();
const url = bodyFieldsOf<Item<'urls'>>();
const kind = orNull(anyText);

const emailBody = [email('email', 'email', anyText, 'The address.'), email('type', 'type', kind, '`office`, `home` …')];
const phoneBody = [
  phone('phone', 'phone', anyText, 'The number.'),
  phone('type', 'type', kind, '`office`, `mobile` …'),
];
const urlBody = [url('url', 'url', anyText, 'The address.'), url('type', 'type', kind, '`url`, `twitter` …')];

const field = bodyFieldsOf<ContactInput>();

export const contactBody = [
  field('name', 'name', orNull(anyText), 'The full name.'),
  field('title', 'title', orNull(anyText), 'What the person does there.'),
  field(
    'emails',
    'emails',
    orNull(many(nested(emailBody, ['email']))),
    'All e-mail addresses: they replace what is there.',
  ),
  field('phones', 'phones', orNull(many(nested(phoneBody, ['phone']))), 'All phone numbers.'),
  field('urls', 'urls', orNull(many(nested(urlBody, ['url']))), 'All web pages.'),
];

const origin = bodyFieldsOf<Origin>();

/** What is said of contacts and leads that come from elsewhere. */
export const originBody = [
  origin('date_created', 'dateCreated', orNull(momentInTime), 'When it was created; now, where nothing is said.'),
  origin('created_by', 'createdById', orNull(anyText), 'Who created it; you, where nothing is said.', {
    refusal: noSuchObject,
  }),
];

type NewContact = Parameters<typeof createContact>[2];

const newContactBody = [
  ...contactBody,
  ...originBody,
  bodyFieldsOf<NewContact>()('lead_id', 'leadId', anyText, 'Where the person works.', {
    ...{ errorName: 'lead', refusal: noSuchObject },
  }),
];

const required = ['lead_id'];

const filters = [
  exactly('id', 'The id of the contact.'),
  exactly('lead_id', 'Where the person works.'),
  moment('date_created', 'When it was created.'),
  moment('date_updated', 'When it was last changed.'),
  ownOrganization,
];

export const contactRoutes: readonly Route[] = [
  searchedList(contact, '/contact/', { several: 'contacts', table: 'contact', filters, bounds: { limit: 1000 } }),
  ...crud(contact, '/contact/', {
    right: 'write',
    one: 'a contact',
    ...{ body: bodySchema(newContactBody), required },
    create: (session, { caller, body }) =>
      inNamesOf(newContactBody, body, async () =>
        createContact(
          session,
          caller,
          readWhole<NewContact>(newContactBody, required, await withKnownAuthors(session, caller, body, true), caller),
        ),
      ),
    update: (session, { caller, body }, id) =>
      inNamesOf(contactBody, body, async () =>
        updateContact(session, caller, { id, change: readBody(contactBody, body, caller) }),
      ),
    remove: (session, { caller }, id) => deleteContact(session, caller, { id }),
  }),
];
