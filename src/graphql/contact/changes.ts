/** Contacts created, changed and deleted. */
import { createContact } from '../../contact/create.ts';
import { updateContact } from '../../contact/update.ts';
import { deleteContact } from '../../removal/contact.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId, versionArgument } from '../change/change.ts';
import { originFields } from '../change/origin.ts';
import { Contact, readContacts } from './contact.ts';

const what = 'What it is for: `office`, `mobile`, `home`, `url` …';
const passedOver = 'An entry where it is empty is passed over.';

const EmailInput = builder.inputType('EmailInput', {
  description: 'An e-mail address of a contact.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The address. Empty is not allowed.' }),
    type: t.string({ description: `${what} \`office\` without it.` }),
  }),
});

const PhoneInput = builder.inputType('PhoneInput', {
  description: 'A phone number of a contact.',
  fields: (t) => ({
    phone: t.string({ required: true, description: `The number, as it shall be shown. ${passedOver}` }),
    type: t.string({ description: `${what} \`office\` without it.` }),
  }),
});

const UrlInput = builder.inputType('UrlInput', {
  description: 'A web page of a contact.',
  fields: (t) => ({
    url: t.string({ required: true, description: `The address of the page. ${passedOver}` }),
    type: t.string({ description: `${what} \`url\` without it.` }),
  }),
});

const fields = (t: InputFields) => ({
  name: t.string({ description: 'The full name.' }),
  title: t.string({ description: 'What the person does at the lead.' }),
  emails: t.field({ type: [EmailInput], description: 'All e-mail addresses, the most important first.' }),
  phones: t.field({ type: [PhoneInput], description: 'All phone numbers, the most important first.' }),
  urls: t.field({ type: [UrlInput], description: 'All web pages, the most important first.' }),
});

const ContactInput = builder.inputType('ContactInput', {
  description: 'What is said of a contact. What is left out stays, or is empty in a new one; null and [] empty.',
  fields,
});

const NewContactInput = builder.inputType('NewContactInput', {
  description: 'A new contact of a lead. What is left out is empty.',
  fields: (t) => ({
    leadId: t.id({ required: true, description: 'The lead at which the person works, `lead_…`.' }),
    ...fields(t),
    ...originFields(t),
  }),
});

export const NewLeadContactInput = builder.inputType('NewLeadContactInput', {
  description: 'A contact of a new lead. What is left out is empty.',
  fields: (t) => ({ ...fields(t), ...originFields(t) }),
});

export const LeadContactInput = builder.inputType('LeadContactInput', {
  description:
    'A contact of a lead. With an id that contact is changed: what is left out stays. Without one it is new: what is left out is empty.',
  fields: (t) => ({
    id: t.id({ description: 'Which of the contacts of the lead, `cont_…`; null for a new one.' }),
    ...fields(t),
  }),
});

const ContactPayload = payloadOf(Contact, readContacts);

builder.mutationFields((t) => ({
  createContact: change(t, {
    right: 'write',
    type: ContactPayload,
    description: 'A new contact of a lead.',
    args: {
      input: t.arg({ type: NewContactInput, required: true, description: 'Who it is, and where.' }),
    },
    run: async (session, caller, args) => ({
      id: await createContact(session, caller, args.input),
    }),
  }),
  updateContact: change(t, {
    right: 'write',
    type: ContactPayload,
    description: 'Changes what is said of a contact, and nothing else. Lists are replaced as a whole.',
    args: {
      ...idArgument(t, 'cont'),
      input: t.arg({ type: ContactInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
    },
    run: sameId((session, caller, args) => updateContact(session, caller, { ...args, change: args.input })),
  }),
  deleteContact: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes a contact. Opportunities and custom fields that name it lose it.',
    args: { ...idArgument(t, 'cont'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteContact(session, caller, args)),
  }),
}));
