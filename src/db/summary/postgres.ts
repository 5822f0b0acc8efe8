/**
 * How PostgreSQL keeps its summary. Many write at once, and none may wait for another: what a statement changes is added up and
 * laid beside the cells, as a delta, in rows that nobody else touches. `fold_opportunity_deltas` adds them to the cells in a
 * transaction of its own. Who reads adds up both (`opportunity_cell`), and so is exact at every moment.
 */
import {
  adding,
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
  together,
  uniqueKey,
} from './cell.ts';

const typed = (names: readonly string[]) => [
  ...names.map((name) => `${name} text collate "C"${nullableKeys.has(name) ? '' : ' not null'}`),
  ...figureColumns.map((name) => `${name} bigint not null`),
];

/** Rows that are alike before and after cancel each other out, and leave nothing. */
const laid = (rows: string) => `
  insert into opportunity_delta (${deltaColumns.join(', ')})
  select ${[...deltaKeys, ...figureColumns.map((name) => `sum(${name})`)].join(', ')} from (${rows}) as d
  group by ${deltaKeys.join(', ')} having ${figureColumns.map((name) => `sum(${name}) <> 0`).join(' or ')};`;

const rowsOf = (table: 'before' | 'after') =>
  `select ${[...deltaKeys.map((column) => `r.${column}`), ...figuresOfRow('r', table === 'after' ? 1 : -1)].join(', ')} from ${table} as r`;

const trigger = (event: string, referencing: string, body: string) => {
  const name = `opportunity_delta_${event}`;
  return `
    create or replace function ${name}() returns trigger language plpgsql set search_path from current as $$ begin ${body} return null; end $$;
    create or replace trigger ${name} after ${event} on opportunity ${referencing} for each statement execute function ${name}();`;
};

/** Any number, the same in every instance of this program: one folds at a time. */
const foldLock = 7_016_996_765_293_438;

const emptied = 'delete from opportunity_delta; delete from opportunity_summary;';

export const postgresObjects = `
  drop view if exists opportunity_cell;
  drop table if exists opportunity_summary, opportunity_delta;
  create table opportunity_summary (${typed(keyColumns).join(', ')}) with (fillfactor = 70);
  create unique index opportunity_summary_cell on opportunity_summary (${uniqueKey});
  create index opportunity_summary_period on opportunity_summary (${periodKey});
  create table opportunity_delta (${typed(deltaKeys).join(', ')})
    with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
  create view opportunity_cell as
    select ${columns.join(', ')} from opportunity_summary
    union all select ${columns.join(', ')} from (${cellsOfDeltas('postgresql', 'opportunity_delta')}) as d;
  ${trigger('insert', 'referencing new table as after', laid(rowsOf('after')))}
  ${trigger('delete', 'referencing old table as before', laid(rowsOf('before')))}
  ${trigger('update', 'referencing old table as before new table as after', laid(`${rowsOf('before')} union all ${rowsOf('after')}`))}
  ${trigger('truncate', '', emptied)}
  create or replace function fold_opportunity_deltas() returns bigint language plpgsql set search_path from current as $$
    declare folded bigint; empty_cells tid[];
    begin
      if not exists (select 1 from opportunity_delta) or not pg_try_advisory_xact_lock(${foldLock}) then return 0; end if;
      with folding as (delete from opportunity_delta returning *), cells as (${adding(together(cellsOfDeltas('postgresql', 'folding')))}
        returning ctid as place, ${figureColumns.map((name) => `${name} = 0`).join(' and ')} as is_empty)
      select (select count(*) from folding), (select array_agg(place) from cells where is_empty) into folded, empty_cells;
      delete from opportunity_summary where ctid = any(empty_cells);
      return folded;
    end $$;`;

/** While it lasts nobody writes opportunities, and nobody folds; when the tables are made anew, nobody reads counts either. */
export const postgresHold = `
  select pg_advisory_xact_lock(${foldLock}); lock table opportunity in share row exclusive mode;`;

export const postgresFill = `${emptied} ${adding(together(cellsOfRows('postgresql')))};`;
