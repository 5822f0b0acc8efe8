/** Relay's connection and edge of a kind of object: the same for all kinds, but for their names and what more they tell. */
import type { ObjectRef } from '@pothos/core';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { type Connection, type Edge, loadPage, PageInfo, type RowKind } from './connection.ts';

export interface CountedConnection extends Connection {
  count(): number | Promise<number>;
}

/** What a page knows of a row; the columns and relations that were selected are loaded with it. */
interface Row {
  readonly id: string;
}

interface Kind {
  /** `Lead`: gives `LeadConnection` and `LeadEdge`. */
  readonly name: string;
  readonly type: ObjectRef<typeof builder.$inferSchemaTypes, Row>;
  readonly rows: RowKind<Row>;
  /** As descriptions name one and several of them. */
  readonly one: string;
  readonly several: string;
  readonly description: string;
}

/** Both, for what is written is told as an edge too. */
export function connectionType<Source extends CountedConnection = CountedConnection>({
  name,
  type,
  rows,
  one,
  several,
  description,
}: Kind) {
  const edge = builder.objectRef<Edge<Row>>(`${name}Edge`).implement({
    description: `One of the ${several}, in its list.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Its place in the list, for `after` and `before`. Good in the same order only.',
      }),
      node: t.expose('node', { type, description: `The ${one}.` }),
    }),
  });
  const connection = builder.objectRef<Source>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        extensions: weight({ size: 'page', looks: 'page' }),
        description: `The ${several} of this page with their cursors.`,
        resolve: async (source, _args, context, info) =>
          loadPage(context, info, source, { typeName: name, ...rows, path: ['node'] }),
      }),
      nodes: t.field({
        type: [type],
        extensions: weight({ size: 'page', looks: 'page' }),
        description: `The ${several} of this page.`,
        resolve: async (source, _args, context, info) => {
          const edges = await loadPage(context, info, source, { typeName: name, ...rows, path: [] });
          return edges.map(({ node }) => node);
        },
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Whether there is more.',
        extensions: weight({ looks: 'page' }),
        resolve: (source) => source.page(),
      }),
      totalCount: t.int({
        extensions: weight({ statement: 1500, looks: 1 }),
        description: `How many ${several} match, on all pages.`,
        resolve: (source) => source.count(),
      }),
    }),
  });
  return { connection, edge };
}
