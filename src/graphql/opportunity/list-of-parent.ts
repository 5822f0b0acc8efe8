/** A list with figures that belongs to a parent, of whatever kind: of many parents at once it takes no more statements than of one. */
import type { GraphQLResolveInfo } from 'graphql';
import { and } from '../../filter/filter.ts';
import { assertPage, type ConnectionArguments } from '../../filter/page.ts';
import { childrenOf, countOfEach, readPageOfEach } from '../../filter/page-of-each.ts';
import { compileWhere } from '../../filter/where.ts';
import { readTotalsOfEach } from '../../opportunity/aggregates.ts';
import { readParts } from '../../opportunity/figures/read.ts';
import { atPlace, type Connection, lazy } from '../connection/connection.ts';
import { eachPage, ofEachParent } from '../connection/each-parent.ts';
import type { Context } from '../context.ts';
import { figuresBy, type ListFigures, type OpenedList } from './list.ts';
import { partsOfEach } from './parts.ts';

/** The column that points to the parent, and its id. */
interface Parent {
  readonly column: string;
  readonly id: string;
}

export async function listWithFiguresOf(
  { column, id }: Parent,
  args: ConnectionArguments,
  openOne: () => Promise<OpenedList>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Connection & ListFigures> {
  const { session } = context;
  const { open, page, totals, counts, parts } = atPlace(context, info, () => {
    const open = lazy(async () => {
      const list = await openOne();
      assertPage(list.where, list.order, args);
      return list;
    });
    const each = ofEachParent(open);
    return {
      open,
      page: eachPage(each, ({ where, order }, ids, rows) =>
        readPageOfEach(session, where, order, args, { column, ids }, rows),
      ),
      totals: each(({ where }, ids) => readTotalsOfEach(session, where, { column, ids })),
      counts: each(({ where }, ids) => countOfEach(session, where, { column, ids })),
      parts: partsOfEach(async (ids, names) => {
        const { where, zone } = await open();
        const { parent, among } = childrenOf(session, where, { column, ids });
        const [found = new Map()] = await readParts(session, [{ where, zone, keys: [parent], within: among }], names);
        return found;
      }),
    };
  });
  const { where, zone } = await open();
  const own = () => and(where.filter, { kind: 'compare', field: column, operator: 'eq', value: id });
  const figures = figuresBy(
    { session, zone, where: () => compileWhere(where.table, own(), where.scope) },
    { totals: () => totals.load(id), count: () => counts.load(id), part: parts(id) },
  );
  return { ...figures, page: page(id) };
}
