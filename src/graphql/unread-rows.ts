/**
 * Rows that are read once more, because what was read of them does not have what is selected. Pothos asks for each by
 * itself; those of one turn and one selection are one statement, as they were with Prisma's own client.
 */
import DataLoader from 'dataloader';
import type { RowReader } from '../db/rows/reader.ts';
import { groupBy } from '../value/group-by.ts';

interface Wanted {
  readonly where: { readonly id: string };
  readonly select?: object;
  readonly include?: object;
}

type Row = { readonly id: string };

interface Reads {
  findMany(args: object): PromiseLike<readonly Row[]>;
}

type Delegate = Reads & { findUniqueOrThrow(wanted: Wanted): Promise<Row> };

export type UnreadRows = Readonly<Record<string, Delegate>>;

export function createUnreadRows(rows: RowReader): UnreadRows {
  const made = new Map<PropertyKey, Delegate>();
  return new Proxy(rows as unknown as UnreadRows, {
    get(reader, name) {
      const reads = Reflect.get(reader, name);
      if (!reads) return reads;
      const delegate = made.get(name) ?? { ...reads, findUniqueOrThrow: batched(reads) };
      made.set(name, delegate);
      return delegate;
    },
  });
}

function batched(reads: Reads): Delegate['findUniqueOrThrow'] {
  const loader = new DataLoader<Wanted, Row>(
    async (wanted) => {
      const alike = groupBy(wanted, ({ select, include }) => JSON.stringify([select, include]));
      const found = await Promise.all([...alike.values()].map((group) => readTogether(reads, group)));
      const all = new Map(found.flatMap((pairs) => [...pairs]));
      return wanted.map((one) => all.get(one) ?? new Error(`a row is gone: ${one.where.id}`));
    },
    { cache: false },
  );
  return (wanted) => loader.load(wanted);
}

async function readTogether(reads: Reads, wanted: readonly Wanted[]): Promise<ReadonlyMap<Wanted, Row>> {
  const [first] = wanted;
  const rows = await reads.findMany({
    ...(first?.select && { select: { ...first.select, id: true } }),
    ...(first?.include && { include: first.include }),
    where: { id: { in: [...new Set(wanted.map(({ where }) => where.id))] } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    wanted.flatMap((one) => {
      const row = byId.get(one.where.id);
      return row ? [[one, row] as const] : [];
    }),
  );
}
