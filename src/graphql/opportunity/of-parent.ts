/** `opportunities(...)` of a lead, a contact, a user and a status: each has its own list, with its own figures. */
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../builder.ts';
import { Contact } from '../contact/contact.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { Lead } from '../lead/lead.ts';
import { User } from '../organization/user.ts';
import { OpportunityStatus } from '../pipeline/pipeline.ts';
import { type OpportunitiesArguments, OpportunityConnection, opportunitiesArguments } from './connection.ts';
import { openList } from './list.ts';
import { listWithFiguresOf } from './list-of-parent.ts';

type ParentColumn = 'lead_id' | 'contact_id' | 'user_id' | 'status_id';

const opportunitiesOf = (
  column: ParentColumn,
  id: string,
  args: OpportunitiesArguments,
  context: Context,
  info: GraphQLResolveInfo,
) => listWithFiguresOf({ column, id }, args, () => openList(context, args, info), context, info);

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
      nullable: true,
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
    nullable: true,
    description: describe('The deals this person works on'),
    args: opportunitiesArguments(t),
    extensions: weight({ statement: manyOfEach }),
    resolve: ({ userId }, args, context, info) => opportunitiesOf('user_id', userId, args, context, info),
  }),
);
