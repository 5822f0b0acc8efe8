/** Whether the summary says what the rows say, told cell by cell, in one snapshot: others may write meanwhile. */
import { sql } from 'kysely';
import type { Session } from '../client.ts';
import { readSum, sumOfParts } from '../dialect.ts';
import { cellsOfRows, columns, figureColumns, keyColumns } from './cell.ts';

type Key = (typeof keyColumns)[number];

/** A cell, and by how much it is more than it should be. */
export interface Difference extends Readonly<Record<Key, string | null>> {
  readonly count: bigint;
  /** How many of them have a value. */
  readonly valued: bigint;
  /** Minor units. */
  readonly value: bigint;
  /** Hundredths of a minor unit. */
  readonly weighted: bigint;
}

type Row = Readonly<Record<Key, string | null>> & {
  readonly count: string;
  readonly valued: string;
  readonly value: string;
  readonly weighted: string;
};

export async function readDifferences({ kysely, dialect }: Session): Promise<readonly Difference[]> {
  const refs = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
  const text = (name: string) => sql`cast(sum(${sql.ref(name)}) as text)`;
  const halves = (name: string) => sumOfParts([sql.ref(`${name}_high`), sql.ref(`${name}_low`)]);
  const { rows } = await sql<Row>`
    select ${refs(keyColumns)}, ${text('count')} as count, ${text('valued')} as valued, ${halves('value')} as value, ${halves('weighted')} as weighted
    from (
      select ${refs(columns)} from opportunity_cell
      union all select ${sql.join([
        ...keyColumns.map((name) => sql.ref(name)),
        ...figureColumns.map((name) => sql`-${sql.ref(name)}`),
      ])} from (${sql.raw(cellsOfRows(dialect.provider))}) as r
    ) as c
    group by ${refs(keyColumns)}
    having ${sql.join(
      figureColumns.map((name) => sql`sum(${sql.ref(name)}) <> 0`),
      sql` or `,
    )}
    order by ${refs(keyColumns)}`.execute(kysely);
  return rows.map(({ count, valued, value, weighted, ...key }) => ({
    ...{ ...key, count: BigInt(count), valued: BigInt(valued) },
    ...{ value: readSum(value), weighted: readSum(weighted) },
  }));
}
