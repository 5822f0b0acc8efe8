/**
 * How SQLite keeps its summary: a writer is alone, so that each change is added to its cells at once. Who writes thousands of
 * rows in a transaction has them added up first: while `opportunity_delta_kept` has a row, changes are laid into
 * `opportunity_delta`, and `together.ts` adds them to the cells before the transaction ends. Nobody else ever sees either row.
 */
import {
  adding,
  cellsOf,
  cellsOfDeltas,
  cellsOfRows,
  columns,
  deltaColumns,
  deltaKeys,
  figureColumns,
  figuresOfRow,
  keyColumns,
  nullableKeys,
  periodKey,
  summedColumns,
  together,
  uniqueKey,
} from './cell.ts';

interface StoredObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  readonly sql: string;
}

const object = (type: StoredObject['type'], name: string, sql: string, unique = ''): StoredObject => ({
  ...{ type, name },
  sql: `create ${unique}${type} ${name} ${sql.replaceAll(/\s+/g, ' ')}`,
});

const added = (row: 'new' | 'old') =>
  adding(cellsOf('sqlite', row, 'where true', figuresOfRow(row, row === 'new' ? 1 : -1)));

const laid = (row: 'new' | 'old') =>
  `insert into opportunity_delta (${deltaColumns.join(', ')})
    select ${[...deltaKeys.map((column) => `${row}.${column}`), ...figuresOfRow(row, row === 'new' ? 1 : -1)].join(', ')}`;

const changes = summedColumns.map((column) => `new.${column} is not old.${column}`).join(' or ');

const typed = (names: readonly string[]) =>
  [
    ...names.map((name) => `${name} text${nullableKeys.has(name) ? '' : ' not null'}`),
    ...figureColumns.map((name) => `${name} bigint not null`),
  ].join(', ');

type Event = 'insert' | 'delete' | 'update';

/** One of the two fires. */
function triggersOf(event: Event, rows: readonly ('old' | 'new')[]): readonly StoredObject[] {
  const made = (name: string, isKept: boolean, statement: (row: 'old' | 'new') => string) => {
    const when = `${isKept ? '' : 'not '}exists (select 1 from opportunity_delta_kept)`;
    const condition = event === 'update' ? `(${changes}) and ${when}` : when;
    const body = rows.map((row) => `${statement(row)}; `).join('');
    return object('trigger', `${name}_${event}`, `after ${event} on opportunity when ${condition} begin ${body}end`);
  };
  return [made('opportunity_summary', false, added), made('opportunity_delta', true, laid)];
}

export const sqliteObjects: readonly StoredObject[] = [
  object('table', 'opportunity_summary', `(${typed(keyColumns)})`),
  object('index', 'opportunity_summary_cell', `on opportunity_summary (${uniqueKey})`, 'unique '),
  object('index', 'opportunity_summary_period', `on opportunity_summary (${periodKey})`),
  object('view', 'opportunity_cell', `as select ${columns.join(', ')} from opportunity_summary`),
  object('table', 'opportunity_delta', `(${typed(deltaKeys)})`),
  object('table', 'opportunity_delta_kept', '(kept integer primary key)'),
  ...triggersOf('insert', ['new']),
  ...triggersOf('delete', ['old']),
  ...triggersOf('update', ['old', 'new']),
];

/** What `together.ts` says before and after. */
export const sqliteKeep = 'insert into opportunity_delta_kept (kept) values (1)';
export const sqliteFold: readonly string[] = [
  adding(together(cellsOfDeltas('sqlite', 'opportunity_delta'))),
  'delete from opportunity_delta',
  'delete from opportunity_delta_kept',
];

export const sqliteFill = `delete from opportunity_summary; ${adding(together(cellsOfRows('sqlite')))}`;
