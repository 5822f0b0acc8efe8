/** `/activity/note/` */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import type { NoteInput } from '../../note/input.ts';
import { createNote, deleteNote, type NewNote, updateNote } from '../../note/write.ts';
import { withKnownPeople } from '../authors.ts';
import { type BodyField, bodyFieldsOf, bodySchema, inNamesOf, readBody } from '../body-field.ts';
import { originBody } from '../contact/routes.ts';
import { crud } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { exactly, forAll, moment as momentFilter, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { anyBoolean, anyText, momentInTime, orNull } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import type { Route } from '../route.ts';
import { boolean, listOf, nullable, oneOf, text } from '../schema.ts';

type NoteRow = Prisma.NoteGetPayload<{
  include: { membership: true; createdMembership: true; updatedMembership: true };
}>;

const { column, computed, fixed, moment, optionalMoment } = fieldsOf<NoteRow>();

const nameOf = (name: string, person: 'membership' | 'createdMembership' | 'updatedMembership', description: string) =>
  computed(name, nullable(text), description, (row) => row[person]?.fullName ?? null, {
    select: { [person]: { select: { fullName: true } } },
  });

export const note: Resource<NoteRow> = {
  name: 'Note',
  description: 'What somebody wrote down about a lead.',
  rows: (read) => read.note,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    fixed('_type', 'Note', oneOf(['Note']), 'The kind of activity.'),
    column('id', 'id', text, '`acti_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'The lead it is about.'),
    column('contact_id', 'contactId', nullable(text), 'The person there, if it is about one.'),
    column('title', 'title', nullable(text), 'What it is called, if anything.'),
    column('note', 'note', text, 'The text, plain; empty when there is none.'),
    column('note_html', 'noteHtml', nullable(text), 'The text as HTML: not sanitized.'),
    computed('pinned', boolean, 'Whether it is kept on top.', ({ datePinned }) => datePinned !== null, {
      select: { datePinned: true },
    }),
    optionalMoment('pinned_at', 'datePinned', 'Since when it is kept on top; null when it is not.'),
    fixed('attachments', [], listOf({ type: 'object' }), 'Files; the gateway keeps none.'),
    fixed('note_mentions', [], listOf({ type: 'object' }), 'Who is mentioned; the gateway does not look.'),
    fixed('source', 'api', text, 'Where it was written.'),
    column('user_id', 'userId', nullable(text), 'Whose note it is.'),
    nameOf('user_name', 'membership', 'The full name of whose note it is.'),
    fixed('users', [], listOf(text), 'Others who took part; there are none.'),
    column('created_by', 'createdById', nullable(text), 'Who created it.'),
    nameOf('created_by_name', 'createdMembership', 'The full name of who created it.'),
    column('updated_by', 'updatedById', nullable(text), 'Who changed it last.'),
    nameOf('updated_by_name', 'updatedMembership', 'The full name of who changed it last.'),
    moment('activity_at', 'activityAt', 'When it happened.'),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};

const field = bodyFieldsOf<NoteInput>();

const noteBody = [
  field('note', 'note', orNull(anyText), 'The text, plain.'),
  field('note_html', 'noteHtml', orNull(anyText), 'The text as HTML; of both, this one counts.'),
  field('title', 'title', orNull(anyText), 'What it is called.'),
  field('pinned', 'isPinned', orNull(anyBoolean), 'Whether it is kept on top.'),
  field('contact_id', 'contactId', orNull(anyText), 'The person there.', {
    ...{ errorName: 'contact', refusal: noSuchObject },
  }),
  field('activity_at', 'activityAt', orNull(momentInTime), 'When it happened.'),
];

const newNote = bodyFieldsOf<NewNote>();

const newNoteBody: readonly BodyField<NewNote>[] = [
  ...noteBody,
  ...originBody,
  newNote('lead_id', 'leadId', orNull(anyText), 'The lead it is about; that of the contact, where nothing is said.', {
    ...{ errorName: 'lead', refusal: noSuchObject },
  }),
  newNote('user_id', 'userId', orNull(anyText), 'Whose note it is; yours, where nothing is said.'),
];

const filters = [
  exactly('id', 'The id of the note.'),
  exactly('lead_id', 'The lead it is about.'),
  exactly('contact_id', 'The person there.'),
  exactly('user_id', 'Whose note it is.'),
  forAll('_type', 'All of them are of the type `Note`.', text, (type) => type === 'Note'),
  momentFilter('date_created', 'When it was created.'),
  momentFilter('activity_at', 'When it happened.'),
  momentFilter('date_updated', 'When it was last changed.'),
  ownOrganization,
];

export const activityOrders = { date_created: ['date_created'], activity_at: ['activity_at'] } as const;

const path = '/activity/note/';

export const noteRoutes: readonly Route[] = [
  searchedList(note, path, {
    ...{ several: 'notes', table: 'note', filters, bounds: { limit: 1000 }, orders: activityOrders },
  }),
  ...crud(note, path, {
    ...{ right: 'write', one: 'a note', body: bodySchema(newNoteBody), changes: bodySchema(noteBody) },
    create: (session, { caller, body }) =>
      inNamesOf(newNoteBody, body, async () => {
        const sent = await withKnownPeople(session, caller, body, ['created_by', 'user_id']);
        return createNote(session, caller, readBody<NewNote>(newNoteBody, sent, caller));
      }),
    update: (session, { caller, body }, id) =>
      inNamesOf(noteBody, body, async () =>
        updateNote(session, caller, { id, change: readBody(noteBody, body, caller) }),
      ),
    remove: (session, { caller }, id) => deleteNote(session, caller, { id }),
  }),
];
