/** How SQLite keeps its summary: a writer is alone, so that each change is added to its cells at once. */
import {
  adding,
  cellsOf,
  cellsOfRows,
  columns,
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

const changes = summedColumns.map((column) => `new.${column} is not old.${column}`).join(' or ');

const columnTypes = [
  ...keyColumns.map((name) => `${name} text${nullableKeys.has(name) ? '' : ' not null'}`),
  ...figureColumns.map((name) => `${name} bigint not null`),
];

export const sqliteObjects: readonly StoredObject[] = [
  object('table', 'opportunity_summary', `(${columnTypes.join(', ')})`),
  object('index', 'opportunity_summary_cell', `on opportunity_summary (${uniqueKey})`, 'unique '),
  object('index', 'opportunity_summary_period', `on opportunity_summary (${periodKey})`),
  object('view', 'opportunity_cell', `as select ${columns.join(', ')} from opportunity_summary`),
  object('trigger', 'opportunity_summary_insert', `after insert on opportunity begin ${added('new')}; end`),
  object('trigger', 'opportunity_summary_delete', `after delete on opportunity begin ${added('old')}; end`),
  object(
    'trigger',
    'opportunity_summary_update',
    `after update on opportunity when ${changes} begin ${added('old')}; ${added('new')}; end`,
  ),
];

export const sqliteFill = `delete from opportunity_summary; ${adding(together(cellsOfRows('sqlite')))}`;
