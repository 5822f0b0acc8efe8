/**
 * What opportunities are summed into: a cell for each user, status, value period and period of `date_won`. There are as many
 * cells as there are ways to be alike, however many opportunities there are.
 */
import { createQueryId, sql } from 'kysely';
import { dialects } from '../dialect.ts';
import type { Provider } from '../provider.ts';
import { sqlOf } from '../snapshot/kysely.ts';

/**
 * How cells are told apart, coarsest first: by what periods of `date_won` (none, months, weeks that begin on Monday), and whether by
 * people and by statuses. A cell has the first day of its period for `date_won`, or null where nobody has won. Fifty people with
 * ten statuses make sixty thousand cells of forty months: without the people they are a fiftieth, without the statuses a tenth.
 */
const periodOf = {
  ever: undefined,
  month_of_status: 'month',
  month_of_user: 'month',
  month: 'month',
  week: 'week',
} as const;
export type Grain = keyof typeof periodOf;
export const grains = Object.keys(periodOf) as readonly Grain[];

/** What rows of one cell may differ in, and what the cell has instead. */
const leftOut: Partial<Record<Grain, Readonly<Record<string, string>>>> = {
  month_of_status: { user_id: 'cast(null as text)' },
  month_of_user: { status_id: "''" },
};

/** The period that tells cells of a grain apart, if there is one. */
export const periodOfGrain = (grain: Grain): 'month' | 'week' | undefined => periodOf[grain];

/** Whether the rows of each cell of a grain have the same in a column. */
export const isTold = (grain: Grain, column: string): boolean => leftOut[grain]?.[column] === undefined;

/** Beside `grain` and `date_won`. */
const sharedColumns = ['organization_id', 'user_id', 'status_id', 'value_period'] as const;

export const keyColumns = ['organization_id', 'grain', 'user_id', 'status_id', 'value_period', 'date_won'] as const;

/** A deal of nobody, and one that is neither won nor to be won on a known day. */
export const nullableKeys: ReadonlySet<string> = new Set(['user_id', 'date_won']);

/** Of a row that is added; one that is taken away has their opposites. Sums are kept in halves, as `sumParts` cuts them for SQLite: neither outgrows a bigint. */
const figures = {
  count: () => '1',
  valued: (row) => `case when ${row}.value is null then 0 else 1 end`,
  value_high: (row) => `coalesce(${row}.value >> 32, 0)`,
  value_low: (row) => `coalesce(${row}.value & 4294967295, 0)`,
  weighted_high: (row) => `coalesce(${row}.weighted >> 32, 0)`,
  weighted_low: (row) => `coalesce(${row}.weighted & 4294967295, 0)`,
} as const satisfies Record<string, (row: string) => string>;

export const figureColumns = Object.keys(figures) as readonly (keyof typeof figures)[];

export const columns = [...keyColumns, ...figureColumns] as const;

/** A delta is what many rows add to their cells, of any grain: it has their day, not a period. */
export const deltaKeys = keyColumns.filter((column) => column !== 'grain');
export const deltaColumns = [...deltaKeys, ...figureColumns] as const;

/** Of what cells are made: when it changes, so do they. */
export const summedColumns = [
  'organization_id',
  'user_id',
  'status_id',
  'value_period',
  'date_won',
  'value',
  'weighted',
] as const;

/** Nulls are one value here, where a unique index would tell them apart. */
export const uniqueKey = keyColumns
  .map((column) => (column === 'user_id' || column === 'date_won' ? `coalesce(${column}, '')` : column))
  .join(', ');

/** How the cells of some periods are found: there are many weeks. */
export const periodKey = 'organization_id, grain, date_won';

export function figuresOfRow(row: string, sign: 1 | -1): readonly string[] {
  return figureColumns.map((name) => `${sign < 0 ? '-' : ''}(${figures[name](row)}) as ${name}`);
}

/** The cells of rows, one row having one of each grain. */
export function cellsOf(provider: Provider, row: string, from: string, figures: readonly string[]): string {
  const cell = (grain: Grain) => [
    ...sharedColumns.map((column) => `${leftOut[grain]?.[column] ?? `${row}.${column}`} as ${column}`),
    `'${grain}' as grain`,
    `${startOf(provider, periodOf[grain], `${row}.date_won`)} as date_won`,
    ...figures,
  ];
  return grains.map((grain) => `select ${cell(grain).join(', ')} ${from}`).join(' union all ');
}

export const cellsOfDeltas = (provider: Provider, source: string) =>
  cellsOf(
    provider,
    'd',
    `from ${source} as d`,
    figureColumns.map((name) => `d.${name}`),
  );

/** One cell of those that are the same. */
export const together = (cells: string) => `
  select ${[...keyColumns, ...figureColumns.map((name) => `sum(r.${name}) as ${name}`)].join(', ')}
  from (${cells}) as r group by ${keyColumns.join(', ')}`;

/** Adds cells, no two of which are the same, to those that are there. */
export const adding = (cells: string) => `
  insert into opportunity_summary as s (${columns.join(', ')})
  select ${columns.join(', ')} from (${cells}) as c where true
  on conflict (${uniqueKey}) do update set ${figureColumns.map((name) => `${name} = s.${name} + excluded.${name}`).join(', ')}`;

/** All of them, from the rows themselves. */
export const cellsOfRows = (provider: Provider) =>
  cellsOf(provider, 'o', 'from opportunity as o', figuresOfRow('o', 1));

function startOf(provider: Provider, period: ReturnType<typeof periodOfGrain>, day: string): string {
  switch (period) {
    case undefined:
      return 'cast(null as text)';
    case 'month':
      return `substr(${day}, 1, 7) || '-01'`;
    case 'week':
      return textOf(provider, dialects[provider].startOfWeek(sql.raw(day), 1));
  }
}

/** For statements that are stored in the database, in which there are no parameters. */
function textOf(provider: Provider, expression: ReturnType<typeof dialects.sqlite.startOfWeek>): string {
  const compiler = sqlOf[provider].createQueryCompiler();
  return compiler.compileQuery(expression.toOperationNode(), createQueryId()).sql;
}
