/** Notes: what people wrote down about leads; their lists. */
import type { Session } from '../../db/client.ts';
import type { Order } from '../../filter/order.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import type { Arguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { listOfAll, listOfParent } from '../connection/listed.ts';
import { Contact } from '../contact/contact.ts';
import { filteredArguments, filteredList } from '../filter/filtered-list.ts';
import { NoteFilter } from '../filter/input.ts';
import { noteFilter } from '../filter/shapes.ts';
import { Lead } from '../lead/lead.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

export const Note = builder.prismaObject('Note', {
  description: 'What somebody wrote down about a lead.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`acti_…`' }),
    lead: t.relation('lead', { type: Lead, description: 'The lead it is about.' }),
    contact: t.relation('contact', {
      type: Contact,
      nullable: true,
      description: 'The person there; null when it is about none.',
    }),
    title: t.exposeString('title', { nullable: true, description: 'What it is called; null when it has no title.' }),
    note: t.exposeString('note', { description: 'The text, plain; empty when there is none.' }),
    noteHtml: t.exposeString('noteHtml', {
      nullable: true,
      description: 'The text as HTML, as it was given: sanitize it before it is shown. Null when there is none.',
    }),
    datePinned: t.expose('datePinned', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is kept on top; null when it is not.',
    }),
    user: t.relation('membership', {
      type: User,
      nullable: true,
      description: 'Whose note it is; null when that is nobody here.',
    }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who created it; null when that is nobody here.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null when that is nobody here.',
    }),
    activityAt: t.expose('activityAt', { type: 'DateTime', description: 'When it happened.' }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

export const readNotes: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.note.findMany({ ...selection, where: mine(caller, ids) });

const noteRows = { load: readNotes, reader: ({ rows }: Session) => rows.note };

registerNode('activity', 'Note', readNotes);

export const { connection: NoteConnection, edge: NoteEdge } = connectionType({
  name: 'Note',
  ...{ type: Note, rows: noteRows, one: 'note', several: 'notes', description: 'Notes, newest first, page by page.' },
});

const noteArguments = (t: Arguments) => filteredArguments(t, NoteFilter, 'Which notes; all without one.');

export const noteOrder: Order = [{ field: 'activity_at', descending: true }];

const notes = filteredList('note', noteFilter, () => noteOrder);

builder.prismaObjectField(Lead, 'notes', (t) =>
  t.field({
    type: NoteConnection,
    nullable: true,
    description: 'What was written down about it, what happened last first.',
    args: noteArguments(t),
    resolve: ({ id }, args, context, info) => listOfParent(notes, { column: 'lead_id', id }, args, context, info),
  }),
);

builder.queryField('notes', (t) =>
  t.field({
    type: NoteConnection,
    nullable: true,
    description: 'Notes about all leads that match a filter, what happened last first.',
    args: noteArguments(t),
    resolve: (_root, args, context) => listOfAll(notes, args, context),
  }),
);
