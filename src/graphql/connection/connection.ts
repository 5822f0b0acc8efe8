/**
 * Relay connections over pages of ids. A connection is resolved lazily: `edges`, `nodes` and `pageInfo` share one page, and
 * whoever does not ask for them does not pay for it. Rows are loaded with just the columns and relations that were selected.
 */
import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Session } from '../../db/client.ts';
import type { FoundReader } from '../../db/rows/reader.ts';
import type { Page, PageRow, ReadFound } from '../../filter/page.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

export interface Connection {
  /** Read when first asked for, once. @param read how, by whoever wants more of the rows than their ids; the first who does is heard */
  page(read?: ReadFound): Promise<Page>;
}

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** Once, when first asked for. */
export function lazy<T extends object>(read: () => T): () => T {
  let result: T | undefined;
  return () => {
    result ??= read();
    return result;
  };
}

/** A page with what is selected of its rows, by one statement. */
export function pageOnce(read: (rows: ReadFound | undefined) => Promise<Page>): Connection['page'] {
  let wanted: ReadFound | undefined;
  const page = lazy(async () => {
    // Siblings are resolved in the same turn: whoever wants rows has said so by the next.
    await Promise.resolve();
    return read(wanted);
  });
  return (rows) => {
    wanted ??= rows;
    return page();
  };
}

/** A page, of whatever: its first and its last row tell where it stands. */
interface PlacedPage extends Omit<Page, 'rows'> {
  readonly rows: readonly Pick<PageRow, 'cursor'>[];
}

export const PageInfo = builder.objectRef<PlacedPage>('PageInfo').implement({
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

/** How rows of one kind are read. */
export interface RowKind<Row> {
  readonly load: LoadRows<Row>;
  /** What reads them as they are found; without it, they are loaded by their ids. */
  readonly reader?: (session: Session) => FoundReader;
}

interface RowSource<Row> extends RowKind<Row> {
  readonly typeName: string;
  /** From the field being resolved down to the objects: `['node']` for edges. */
  readonly path: string[];
}

/** The rows of a page in its order, with what is selected of them. A row that is gone is left out. */
export async function loadPage<Row extends { id: string }>(
  context: Context,
  info: GraphQLResolveInfo,
  connection: Connection,
  source: RowSource<Row>,
): Promise<readonly Edge<Row>[]> {
  const { found, loader, read } = rowsAt(context, info, source);
  const page = await connection.page(read);
  const missing = page.rows.flatMap(({ id }) => (found.has(id) ? [] : [id]));
  // The page was read by somebody else, who had other wishes.
  for (const row of missing.length > 0 ? await loader.loadMany(missing) : []) {
    if (row instanceof Error) throw row;
    if (row) found.set(row.id, row);
  }
  return page.rows.flatMap((row) => {
    const node = found.get(row.id);
    return node ? [edgeOf(row, node)] : [];
  });
}

const edgeOf = <Row>(row: PageRow, node: Row): Edge<Row> => ({
  get cursor() {
    return row.cursor;
  },
  node,
});

/** Made once for each place in the document: parents ask there with the same arguments and selection, so one statement serves all. */
export function atPlace<T>(context: Context, info: GraphQLResolveInfo, make: () => T): T {
  const [place] = info.fieldNodes;
  const known = place && context.rowLoaders.get(place);
  if (known) return known as T;
  const made = make();
  if (place) context.rowLoaders.set(place, made);
  return made;
}

/** What one place in the document wants of rows, and those that it has got. The groups of a page all ask there, and get theirs by one statement. */
function rowsAt<Row extends { id: string }>(
  context: Context,
  info: GraphQLResolveInfo,
  { typeName, path, load, reader }: RowSource<Row>,
) {
  // Asked for each time, because Pothos notes with it that the rows of this very list have what is selected of them;
  // without that note, rows beneath another object were loaded one by one.
  const selection = queryFromInfo({ context, info, typeName, ...(path.length > 0 && { path }) });
  return atPlace(context, info, () => {
    const found = new Map<string, Row>();
    const loader = new DataLoader<string, Row | null>(async (ids) => {
      const rows = new Map((await load(context, ids, selection)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    });
    const read: ReadFound | undefined =
      reader &&
      (async (wanted) => {
        const rows = await reader(context.session).findIn(wanted, selection);
        for (const {
          found: { id },
          row,
        } of rows)
          found.set(id, row as Row);
        return rows;
      });
    return { found, loader, read };
  });
}
