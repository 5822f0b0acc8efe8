/** Edges of what has been written: a client that keeps a list puts them in, and pages on from them. */
import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Session } from '../../db/client.ts';
import type { Filter } from '../../filter/filter.ts';
import { newestFirst, type Order } from '../../filter/order.ts';
import { type PageRow, pageSize, readPage } from '../../filter/page.ts';
import { inPortions } from '../../value/portions.ts';
import type { builder } from '../builder.ts';
import { type Edge, loadPage, pageOnce } from '../connection/connection.ts';
import { type Context, openWhere } from '../context.ts';
import type { ReadByIds } from '../node/node.ts';

interface Written {
  readonly id: string;
}

/** A kind of object that a list shows. */
export interface Listed {
  readonly table: 'opportunity' | 'lead' | 'task' | 'note' | 'webhookDelivery';
  readonly edge: ObjectRef<typeof builder.$inferSchemaTypes, Edge<Written>>;
  /** How the list stands where nobody asks for an order, so that the cursors are good there. @default newest first */
  readonly order?: Order;
}

interface Kind {
  readonly typeName: string;
  readonly load: ReadByIds;
}

/** In the order of the list; what has been deleted since is left out. */
export async function readEdges(
  { table, order = newestFirst }: Listed,
  kind: Kind,
  ids: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<readonly Edge<Written>[]> {
  const page = pageOnce(async (read) => {
    const rows: PageRow[] = [];
    // A batch may be larger than a page.
    for (const values of inPortions(ids, pageSize.maximum)) {
      const own: Filter = { kind: 'in', field: 'id', values };
      const where = await openWhere(context, table, own, []);
      rows.push(...(await readPage(context.session, where, order, { first: values.length }, read)).rows);
    }
    return { rows, hasNextPage: false, hasPreviousPage: false };
  });
  return loadPage(context, info, { page }, { ...kind, reader: ({ rows }: Session) => rows[table], path: ['node'] });
}
