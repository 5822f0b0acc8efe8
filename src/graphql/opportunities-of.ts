/** `opportunities(...)` of a lead, a contact, a user and a status: each has its own list, with its own figures. */
import type { GraphQLResolveInfo } from 'graphql';
import { and } from '../filter/filter.ts';
import { countOfEach, readPageOfEach } from '../filter/page-of-each.ts';
import { compileWhere } from '../filter/where.ts';
import { readTotalsOfEach } from '../opportunity/aggregates.ts';
import { builder } from './builder.ts';
import { atPlace, lazy } from './connection.ts';
import { Contact } from './contact.ts';
import type { Context } from './context.ts';
import { ofEachParent } from './each-parent.ts';
import { Lead } from './lead.ts';
import {
  connectionOf,
  type OpportunitiesArguments,
  OpportunityConnection,
  type OpportunityConnectionSource,
  openList,
  opportunitiesArguments,
} from './opportunity-connection.ts';
import { OpportunityStatus } from './pipeline.ts';
import { User } from './user.ts';

type ParentColumn = 'lead_id' | 'contact_id' | 'user_id' | 'status_id';

/** Of many parents at once: a list of leads with their opportunities and totals takes no more statements than one of them. */
async function opportunitiesOf(
  column: ParentColumn,
  id: string,
  args: OpportunitiesArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<OpportunityConnectionSource> {
  const { session } = context;
  const { open, pages, totals, counts } = atPlace(context, info, () => {
    const open = lazy(() => openList(context, args));
    const each = ofEachParent(open);
    return {
      open,
      pages: each(({ where, order }, ids) => readPageOfEach(session, where, order, args, { column, ids })),
      totals: each(({ where }, ids) => readTotalsOfEach(session, where, { column, ids })),
      counts: each(({ where }, ids) => countOfEach(session, where, { column, ids })),
    };
  });
  const { where, zone } = await open();
  const own = and(where.filter, { kind: 'compare', field: column, operator: 'eq', value: id });
  return connectionOf(
    { where: compileWhere(where.table, own, where.scope), zone },
    { page: () => pages.load(id), totals: () => totals.load(id), count: () => counts.load(id) },
  );
}

builder.prismaObjectField(Lead, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'The deals with it that match, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    resolve: ({ id }, args, context, info) => opportunitiesOf('lead_id', id, args, context, info),
  }),
);

builder.prismaObjectField(Contact, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'The deals that name this person as contact and match, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    resolve: ({ id }, args, context, info) => opportunitiesOf('contact_id', id, args, context, info),
  }),
);

builder.prismaObjectField(User, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'The deals this person works on that match, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    resolve: ({ id }, args, context, info) => opportunitiesOf('user_id', id, args, context, info),
  }),
);

builder.prismaObjectField(OpportunityStatus, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'The deals that stand there and match, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    resolve: ({ id }, args, context, info) => opportunitiesOf('status_id', id, args, context, info),
  }),
);
