/** Leads created, changed and deleted. */
import { createLead } from '../../lead/create.ts';
import { updateLead } from '../../lead/update.ts';
import { deleteLead } from '../../removal/lead.ts';
import { mergeLeads } from '../../removal/merge-leads.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId, versionArgument } from '../change/change.ts';
import { CustomFieldInput, customFieldChanges } from '../change/custom-field-input.ts';
import { originFields } from '../change/origin.ts';
import { LeadContactInput, NewLeadContactInput } from '../contact/changes.ts';
import { PostalAddressInput } from './address.ts';
import { Lead, LeadEdge, readLeads } from './lead.ts';

const fields = (t: InputFields) => ({
  name: t.string({ description: 'What it is called. A new one without a name is «Untitled».' }),
  description: t.string({ description: 'Free text.' }),
  url: t.string({ description: 'Its web site.' }),
  addresses: t.field({ type: [PostalAddressInput], description: 'All postal addresses, the most important first.' }),
  statusId: t.id({ description: 'Where the relation to it stands, `stat_…`. Of a new one: the first lead status.' }),
  customFields: t.field({ type: [CustomFieldInput], description: 'What becomes of custom fields; the others stay.' }),
});

const LeadInput = builder.inputType('LeadInput', {
  description: 'What is said of a lead. What is left out stays; null empties what may be empty.',
  fields: (t) => ({
    ...fields(t),
    contacts: t.field({
      type: [LeadContactInput],
      description: 'Contacts that change, by their ids, and new ones. Those that are not named stay as they are.',
    }),
  }),
});

const NewLeadInput = builder.inputType('NewLeadInput', {
  description: 'A new lead. What is left out is empty or has its default.',
  fields: (t) => ({
    ...fields(t),
    contacts: t.field({ type: [NewLeadContactInput], description: 'The people that work there, stored with it.' }),
    ...originFields(t),
  }),
});

const LeadPayload = payloadOf(Lead, readLeads, { table: 'lead', edge: LeadEdge });

/** The core's words for both: only absent means that nothing is said of contacts or custom fields. */
function leadInput<Input extends typeof LeadInput.$inferInput | typeof NewLeadInput.$inferInput>(input: Input) {
  return {
    ...input,
    contacts: input.contacts ?? [],
    customFields: customFieldChanges(input.customFields ?? []),
  };
}

builder.mutationFields((t) => ({
  createLead: change(t, {
    right: 'write',
    type: LeadPayload,
    description: 'A new lead, with its contacts.',
    args: {
      input: t.arg({ type: NewLeadInput, required: true, description: 'What it is; all of it may be left out.' }),
    },
    run: async (session, caller, args) => ({
      id: await createLead(session, caller, leadInput(args.input)),
    }),
  }),
  updateLead: change(t, {
    right: 'write',
    type: LeadPayload,
    description: 'Changes what is said of a lead, and nothing else.',
    args: {
      ...idArgument(t, 'lead'),
      input: t.arg({ type: LeadInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
    },
    run: sameId((session, caller, args) => updateLead(session, caller, { ...args, change: leadInput(args.input) })),
  }),
  mergeLeads: change(t, {
    right: 'write',
    type: LeadPayload,
    description:
      'Makes one lead of two: contacts, opportunities with their history, tasks and notes go to the destination, and the source is gone. What both say, the destination keeps; what only the source says, it takes.',
    args: {
      sourceId: t.arg.id({ required: true, description: 'The lead that is gone afterwards, `lead_…`' }),
      destinationId: t.arg.id({ required: true, description: 'The lead that stays, `lead_…`' }),
    },
    run: async (session, caller, args) => {
      await mergeLeads(session, caller, args);
      return { id: args.destinationId };
    },
  }),
  deleteLead: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes a lead with its contacts, its opportunities and their history.',
    args: { ...idArgument(t, 'lead'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteLead(session, caller, args)),
  }),
}));
