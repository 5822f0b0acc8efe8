/** The figures of leads that have a name (`figures.ts`), of several leads at once: what the source API calls smart fields. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { readSum, sumOfParts } from '../db/dialect.ts';
import type { Figure } from '../filter/filter.ts';
import { groupBy } from '../value/group-by.ts';
import { roundedQuotient, timesAYear, type ValuePeriod } from '../value/money.ts';
import { namedFigures } from './figures.ts';

/** Numbers of opportunities, and amounts in minor units; of no opportunity with a value there is no average, largest or smallest. */
export type SmartFields = ReadonlyMap<string, number | bigint | null>;

export const smartFieldNames: readonly string[] = [...namedFigures.keys()];

/** What a lead has of one type of status and one value period. */
interface Cell {
  readonly lead_id: string;
  readonly status_type: string;
  readonly value_period: string;
  readonly count: number | bigint;
  readonly with_value: number | bigint;
  readonly total: string | null;
  readonly largest: number | bigint | null;
  readonly smallest: number | bigint | null;
}

/** By one statement, which reads the opportunities of these leads. */
export async function readSmartFields(
  { kysely, dialect }: Session,
  organizationId: string,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, SmartFields>> {
  if (leadIds.length === 0) return new Map();
  const { rows } = await sql<Cell>`
    select o.lead_id, s.type as status_type, o.value_period, count(*) as count, count(o.value) as with_value,
      ${sumOfParts(dialect.sumParts(sql.ref('o.value')))} as total, max(o.value) as largest, min(o.value) as smallest
    from opportunity as o join opportunity_status as s on s.organization_id = o.organization_id and s.id = o.status_id
    where o.organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('o.lead_id'), leadIds)}
    group by o.lead_id, s.type, o.value_period`.execute(kysely);
  const cells = groupBy(rows, ({ lead_id }) => lead_id);
  return new Map(leadIds.map((id) => [id, smartFieldsOf(cells.get(id) ?? [])]));
}

const smartFieldsOf = (cells: readonly Cell[]): SmartFields =>
  new Map([...namedFigures].map(([name, figure]) => [name, figureOf(cells, figure)]));

function figureOf(cells: readonly Cell[], { measure, period, of }: Figure): number | bigint | null {
  const type = of.kind === 'compare' ? of.value : undefined;
  const own = cells.filter(
    ({ status_type, value_period }) =>
      (type === undefined || status_type === type) && (period === undefined || value_period === period),
  );
  if (measure === 'count') return Number(sumOf(own, ({ count }) => BigInt(count)));
  const times = ({ value_period }: Cell) => (period === undefined ? timesAYear[value_period as ValuePeriod] : 1n);
  const total = sumOf(own, (cell) => readSum(cell.total) * times(cell));
  if (measure === 'total') return total;
  const withValue = sumOf(own, ({ with_value }) => BigInt(with_value));
  if (withValue === 0n) return null;
  if (measure === 'avg') return roundedQuotient(total, withValue);
  const ends = own.flatMap((cell) => {
    const end = measure === 'max' ? cell.largest : cell.smallest;
    return end === null ? [] : [BigInt(end) * times(cell)];
  });
  return ends.reduce((one, other) => ((measure === 'max' ? one > other : one < other) ? one : other));
}

const sumOf = (cells: readonly Cell[], amount: (cell: Cell) => bigint): bigint =>
  cells.reduce((sum, cell) => sum + amount(cell), 0n);
