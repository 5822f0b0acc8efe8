/** `LeadStatusChange`: one step of a lead; the history of one lead, or of all. */
import type { Session } from '../../db/client.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import type { Arguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { listOfAll, listOfParent } from '../connection/listed.ts';
import { filteredArguments, filteredList } from '../filter/filtered-list.ts';
import { LeadStatusChangeFilter } from '../filter/input.ts';
import { leadStatusChangeFilter } from '../filter/shapes.ts';
import { Lead } from '../lead/lead.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

const LeadStatusChange = builder.prismaObject('LeadStatusChange', {
  description:
    'One change of the status of a lead. Statuses are told as they were then: they may have another name by now, or be gone.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`acti_…`' }),
    lead: t.relation('lead', { type: Lead, description: 'What changed, as it is now.' }),
    user: t.relation('membership', {
      type: User,
      nullable: true,
      description: 'Who changed it; null when that is nobody here.',
    }),
    oldStatusId: t.exposeID('oldStatusId', {
      nullable: true,
      description: 'The status before, `stat_…`; null when it is not known.',
    }),
    oldStatusLabel: t.exposeString('oldStatusLabel', {
      nullable: true,
      description: 'What the status before was called; null when it is not known.',
    }),
    newStatusId: t.exposeID('newStatusId', { description: 'The status after, `stat_…`' }),
    newStatusLabel: t.exposeString('newStatusLabel', { description: 'What the status after was called.' }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When the status changed.' }),
  }),
});

const readLeadStatusChanges: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.leadStatusChange.findMany({ ...selection, where: mine(caller, ids) });

const leadStatusChangeRows = { load: readLeadStatusChanges, reader: ({ rows }: Session) => rows.leadStatusChange };

registerNode('activity', 'LeadStatusChange', readLeadStatusChanges);

const { connection: LeadStatusChangeConnection } = connectionType({
  name: 'LeadStatusChange',
  ...{ type: LeadStatusChange, rows: leadStatusChangeRows, one: 'change', several: 'changes' },
  description: 'Changes of leads’ statuses, newest first, page by page. They are kept since this gateway keeps them.',
});

const historyArguments = (t: Arguments) =>
  filteredArguments(t, LeadStatusChangeFilter, 'Which changes; all without one.');

const changes = filteredList('leadStatusChange', leadStatusChangeFilter, () => [
  { field: 'date_created', descending: true },
]);

builder.prismaObjectField(Lead, 'leadStatusChanges', (t) =>
  t.field({
    type: LeadStatusChangeConnection,
    nullable: true,
    description: 'Its own changes of status, newest first. Being created is none.',
    args: historyArguments(t),
    resolve: ({ id }, args, context, info) => listOfParent(changes, { column: 'lead_id', id }, args, context, info),
  }),
);

builder.queryField('leadStatusChanges', (t) =>
  t.field({
    type: LeadStatusChangeConnection,
    nullable: true,
    description: 'Changes of status of all leads that match a filter, newest first.',
    args: historyArguments(t),
    resolve: (_root, args, context) => listOfAll(changes, args, context),
  }),
);
