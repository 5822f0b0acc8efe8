/** Notes created, changed and deleted. */
import { createNote, deleteNote, updateNote } from '../../note/write.ts';
import { type Instant, toInstant } from '../../value/period.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId, versionArgument } from '../change/change.ts';
import { originFields } from '../change/origin.ts';
import { Note, NoteEdge, noteOrder, readNotes } from './note.ts';

const fields = (t: InputFields) => ({
  title: t.string({ description: 'What it is called; null: it has no title.' }),
  note: t.string({ description: 'The text, plain; the HTML is made of it.' }),
  noteHtml: t.string({ description: 'The text as HTML; the plain text is made of it. Of both, this one counts.' }),
  contactId: t.id({ description: 'The person there, `cont_…`; null: it is about none.' }),
  isPinned: t.boolean({ description: 'Whether it is kept on top.' }),
  activityAt: t.field({ type: 'DateTime', description: 'When it happened; of a new note: when it was created.' }),
});

const NoteInput = builder.inputType('NoteInput', {
  description: 'What is said of a note. What is left out stays; null empties what may be empty.',
  fields,
});

const NewNoteInput = builder.inputType('NewNoteInput', {
  description: 'A new note. What is left out is empty or has its default.',
  fields: (t) => ({
    ...fields(t),
    leadId: t.id({ description: 'The lead it is about, `lead_…`; that of the contact, where nothing is said.' }),
    userId: t.id({ description: 'Whose note it is, `user_…`; yours, where nothing is said.' }),
    ...originFields(t),
  }),
});

const NotePayload = payloadOf(Note, readNotes, { table: 'note', edge: NoteEdge, order: noteOrder });

const noteInput = <Input extends { readonly activityAt?: Instant | Date | null }>({ activityAt, ...input }: Input) => ({
  ...input,
  ...(activityAt != null && { activityAt: activityAt instanceof Date ? toInstant(activityAt) : activityAt }),
});

builder.mutationFields((t) => ({
  createNote: change(t, {
    right: 'write',
    type: NotePayload,
    description: 'A new note about a lead.',
    args: { input: t.arg({ type: NewNoteInput, required: true, description: 'What is written down, about whom.' }) },
    run: async (session, caller, args) => ({ id: await createNote(session, caller, noteInput(args.input)) }),
  }),
  updateNote: change(t, {
    right: 'write',
    type: NotePayload,
    description: 'Changes what is said of a note, and nothing else.',
    args: {
      ...idArgument(t, 'acti'),
      input: t.arg({ type: NoteInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
    },
    run: sameId((session, caller, args) => updateNote(session, caller, { ...args, change: noteInput(args.input) })),
  }),
  deleteNote: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes a note. Its lead stays.',
    args: { ...idArgument(t, 'acti'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteNote(session, caller, args)),
  }),
}));
