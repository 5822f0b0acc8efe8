/** `opportunities(...)` of a lead, a contact, a user and a status: each has its own list, with its own figures. */
import type { GraphQLResolveInfo } from 'graphql';
import { and } from '../../filter/filter.ts';
import { countOfEach, readPageOfEach } from '../../filter/page-of-each.ts';
import { compileWhere } from '../../filter/where.ts';
import { readTotalsOfEach } from '../../opportunity/aggregates.ts';
import { builder } from '../builder.ts';
import { atPlace, lazy } from '../connection/connection.ts';
import { ofEachParent } from '../connection/each-parent.ts';
import { Contact } from '../contact/contact.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { Lead } from '../lead/lead.ts';
import { User } from '../organization/user.ts';
import { OpportunityStatus } from '../pipeline/pipeline.ts';
import {
  connectionOf,
  type OpportunitiesArguments,
  OpportunityConnection,
  type OpportunityConnectionSource,
  openList,
  opportunitiesArguments,
} from './connection.ts';

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

/** People and statuses have many, all of which are looked at to find the first of each. */
const manyOfEach = 15_000;

/** With the points that it costs to find the first of each. */
const parents = [
  [Lead, 'lead_id', 'The deals with it', 500],
  [Contact, 'contact_id', 'The deals that name this person as contact', 500],
  [OpportunityStatus, 'status_id', 'The deals that stand there', manyOfEach],
] as const;

const describe = (which: string) => `${which}, as far as they match, with figures and groups over all of those.`;

for (const [type, column, which, statement] of parents) {
  builder.prismaObjectField(type, 'opportunities', (t) =>
    t.field({
      type: OpportunityConnection,
      description: describe(which),
      args: opportunitiesArguments(t),
      extensions: weight({ statement }),
      resolve: ({ id }, args, context, info) => opportunitiesOf(column, id, args, context, info),
    }),
  );
}

builder.prismaObjectField(User, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: describe('The deals this person works on'),
    args: opportunitiesArguments(t),
    extensions: weight({ statement: manyOfEach }),
    resolve: ({ userId }, args, context, info) => opportunitiesOf('user_id', userId, args, context, info),
  }),
);
