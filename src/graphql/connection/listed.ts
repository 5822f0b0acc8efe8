/** Lists that are asked for alike: of all objects that match a filter, and of those that belong to a parent. */
import type { GraphQLResolveInfo } from 'graphql';
import { countMatches } from '../../filter/count.ts';
import type { Order } from '../../filter/order.ts';
import { assertPage, type ConnectionArguments, readPage } from '../../filter/page.ts';
import { countOfEach, readPageOfEach } from '../../filter/page-of-each.ts';
import type { Where } from '../../filter/where.ts';
import type { Context } from '../context.ts';
import { atPlace, lazy, pageOnce } from './connection.ts';
import type { CountedConnection } from './connection-type.ts';
import { eachPage, ofEachParent } from './each-parent.ts';

export interface Listed<Args extends ConnectionArguments> {
  readonly open: (context: Context, args: Args) => Promise<Where>;
  readonly order: (args: Args) => Order;
}

export async function listOfAll<Args extends ConnectionArguments>(
  { open, order }: Listed<Args>,
  args: Args,
  context: Context,
): Promise<CountedConnection> {
  const where = await open(context, args);
  assertPage(where, order(args), args);
  return {
    page: pageOnce((rows) => readPage(context.session, where, order(args), args, rows)),
    count: lazy(() => countMatches(context.session, where)),
  };
}

/** The column that points to the parent, and its id. */
interface Parent {
  readonly column: string;
  readonly id: string;
}

/** Of many parents at once: a list of leads with their tasks takes no more statements than one of them. */
export function listOfParent<Args extends ConnectionArguments>(
  { open, order }: Listed<Args>,
  { column, id }: Parent,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
): CountedConnection {
  const { page, counts } = atPlace(context, info, () => {
    const each = ofEachParent(async () => {
      const where = await open(context, args);
      assertPage(where, order(args), args);
      return where;
    });
    return {
      page: eachPage(each, (where, ids, rows) =>
        readPageOfEach(context.session, where, order(args), args, { column, ids }, rows),
      ),
      counts: each((where, ids) => countOfEach(context.session, where, { column, ids })),
    };
  });
  return { page: page(id), count: lazy(() => counts.load(id)) };
}
