/**
 * Relay connections over pages of ids. A connection is resolved lazily: `edges`, `nodes` and `pageInfo` share one page, and
 * whoever does not ask for them does not pay for it. Rows are loaded with just the columns and relations that were selected.
 */
import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Page } from '../../filter/page.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

export interface Connection {
  /** Read when first asked for, once. */
  page(): Promise<Page>;
}

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** Once, when first asked for. */
export function lazy<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}

export const PageInfo = builder.objectRef<Page>('PageInfo').implement({
  description: 'Where a page stands in its list, as Relay defines it.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      description: 'Whether more follow. When paging backwards: whether `before` was given.',
      resolve: (page) => page.hasNextPage,
    }),
    hasPreviousPage: t.boolean({
      description: 'Whether more precede. When paging forwards: whether `after` was given.',
      resolve: (page) => page.hasPreviousPage,
    }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first of the page, for `before`; null when the page is empty.',
      resolve: (page) => page.rows[0]?.cursor,
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The cursor of the last of the page, for `after`; null when the page is empty.',
      resolve: (page) => page.rows.at(-1)?.cursor,
    }),
  }),
});

/** What makes arguments, of a field of whatever kind. */
export type Arguments = Pick<Parameters<Parameters<typeof builder.queryField>[1]>[0], 'arg'>;

/** The arguments of every connection. */
export function pageArguments(t: Arguments) {
  return {
    first: t.arg.int({ description: 'How many from the beginning, 1 to 200. Neither first nor last: the first 50.' }),
    after: t.arg.string({ description: 'Only what comes after this cursor of an earlier answer in the same order.' }),
    last: t.arg.int({ description: 'How many from the end, 1 to 200.' }),
    before: t.arg.string({ description: 'Only what comes before this cursor of an earlier answer in the same order.' }),
  };
}

/** The part of a Prisma call that says what to select. */
export type Selection = ReturnType<typeof queryFromInfo>;

export type LoadRows<Row> = (context: Context, ids: readonly string[], selection: Selection) => Promise<readonly Row[]>;

interface RowSource<Row> {
  readonly typeName: string;
  /** From the field being resolved down to the objects: `['node']` for edges. */
  readonly path: string[];
  readonly load: LoadRows<Row>;
}

/** The rows of a page in its order, with what is selected of them. A row that is gone is left out. */
export async function loadPage<Row extends { id: string }>(
  context: Context,
  info: GraphQLResolveInfo,
  page: Page,
  source: RowSource<Row>,
): Promise<readonly Edge<Row>[]> {
  const rows = await rowLoader(context, info, source).loadMany(page.rows.map((row) => row.id));
  return page.rows.flatMap(({ cursor }, index) => {
    const node = rows[index];
    if (node instanceof Error) throw node;
    return node ? [{ cursor, node }] : [];
  });
}

/** Made once for each place in the document: parents ask there with the same arguments and selection, so one statement serves all. */
export function atPlace<T>(context: Context, info: GraphQLResolveInfo, make: () => T): T {
  const [place] = info.fieldNodes;
  const known = place && context.rowLoaders.get(place);
  if (known) return known as T;
  const made = make();
  if (place) context.rowLoaders.set(place, made);
  return made;
}

/** The groups of a page each ask for their opportunities at the same place, and get them by one statement. */
function rowLoader<Row extends { id: string }>(
  context: Context,
  info: GraphQLResolveInfo,
  { typeName, path, load }: RowSource<Row>,
) {
  // Asked for each time, because Pothos notes with it that the rows of this very list have what is selected of them;
  // without that note, rows beneath another object were loaded one by one.
  const selection = queryFromInfo({ context, info, typeName, ...(path.length > 0 && { path }) });
  return atPlace(
    context,
    info,
    () =>
      new DataLoader<string, Row | null>(async (ids) => {
        const rows = new Map((await load(context, ids, selection)).map((row) => [row.id, row]));
        return ids.map((id) => rows.get(id) ?? null);
      }),
  );
}
