/** Reads parts of figures of several lists, each divided by the same number of keys: one statement for sums and extremes, one for each kind of median. */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import type { ValuePeriod } from '../../value/money.ts';
import type { Zone } from '../../value/period.ts';
import { inPortions } from '../../value/portions.ts';
import { type Calendar, openCalendar } from '../calendar.ts';
import {
  type ColumnPartName,
  columnParts,
  type Middle,
  type MiddlePartName,
  middleParts,
  noParts,
  type PartName,
  type PartRow,
  type Parts,
  type RowColumn,
} from './part.ts';
import { cellsOf, type Division, type Keys, keyNames, rowsOf } from './rows.ts';

/** By `keysId`; of a division without keys there is one, `oneGroup`. */
export type PartsOfGroups = ReadonlyMap<string, Parts>;

export const keysId = (keys: Keys): string => JSON.stringify(keys);
export const oneGroup = keysId([]);

/** SQLite takes 500 selects in one statement; of each there are some. */
const divisionsAtOnce = 100;

/** In each of the parts that were not asked for there is nothing. */
export async function readParts(
  session: Session,
  divisions: readonly Division[],
  names: readonly PartName[],
): Promise<readonly PartsOfGroups[]> {
  const columns = names.filter((name): name is ColumnPartName => name in columnParts);
  const middles = names.filter((name): name is MiddlePartName => name in middleParts);
  const found: PartsOfGroups[] = [];
  for (const some of inPortions(divisions, divisionsAtOnce)) {
    const read: Read = new Map(some.map((division) => [division, new Map<string, Parts>()]));
    await readColumns(session, some, columns, read);
    for (const name of middles) await readMiddle(session, some, name, read);
    found.push(...read.values());
  }
  return found;
}

type Read = ReadonlyMap<Division, Map<string, Parts>>;
type Row = PartRow & { readonly list: number | bigint; readonly value_period: ValuePeriod };

/** From cells where they tell all of it: there are few of them, however many rows there are. */
async function readColumns(
  session: Session,
  divisions: readonly Division[],
  names: readonly ColumnPartName[],
  read: Read,
): Promise<void> {
  if (names.length === 0) return;
  const areInCells = names.every((name) => columnParts[name].ofCells);
  const cells = cellsOfEach(areInCells ? divisions : [], needsOf(names));
  await addColumns(session, [...cells.keys()], names, read, cells);
  const untold = divisions.filter((division) => !cells.has(division));
  await addColumns(session, untold, names, read);
}

type Cells = ReadonlyMap<Division, RawBuilder<unknown>>;

function cellsOfEach(divisions: readonly Division[], columns: ReadonlySet<RowColumn>): Cells {
  const found = divisions.map((division) => [division, cellsOf(division, columns)] as const);
  return new Map(found.flatMap(([division, cells]) => (cells ? [[division, cells]] : [])));
}

const needsOf = (names: readonly ColumnPartName[]) => new Set(names.flatMap((name) => columnParts[name].needs));

async function addColumns(
  session: Session,
  divisions: readonly Division[],
  names: readonly ColumnPartName[],
  read: Read,
  cells?: Cells,
): Promise<void> {
  if (divisions.length === 0) return;
  const needed = needsOf(names);
  const made = names.flatMap((name) => {
    const { columns, ofCells } = columnParts[name];
    const own = (cells && ofCells) ?? columns(session.dialect);
    return Object.entries(own).map(([as, column]) => sql`${column} as ${sql.ref(as)}`);
  });
  const select: Select = (list, source, keys) => {
    const by = [...keys, sql.ref('value_period'), ...(needed.has('outcome') ? [sql.ref('outcome')] : [])];
    return sql`select ${sql.join([list, ...by, ...made])} from (${source}) as p group by ${sql.join(by)}`;
  };
  const rows = await selectOfEach(session, divisions, { columns: needed, select, cells });
  for (const row of rows) {
    change(read, divisions, row, (parts) => ({
      ...parts,
      ...Object.fromEntries(names.map((name) => [name, added(name, parts, row)])),
    }));
  }
}

const added = <Name extends ColumnPartName>(name: Name, parts: Parts, row: Row): Parts[Name] =>
  columnParts[name].add(parts[name], row.value_period, row);

/** Numbered within each group in their order, so that the one or two in the middle are known by their numbers. */
async function readMiddle(
  session: Session,
  divisions: readonly Division[],
  name: MiddlePartName,
  read: Read,
): Promise<void> {
  const { column, isByPeriod } = middleParts[name];
  const of = sql.ref(column);
  const select: Select = (list, source, keys) => {
    const by = [...keys, ...(isByPeriod ? [sql.ref('value_period')] : [])];
    const apart = by.length > 0 ? sql`partition by ${sql.join(by)}` : sql``;
    return sql`
      select ${sql.join([list, ...by])}, cast(min(${of}) as text) as lower, cast(max(${of}) as text) as upper
      from (
        select ${sql.join([...by, of])}, row_number() over (${apart} order by ${of}) as place, count(*) over (${apart}) as number
        from (${source}) as p where ${of} is not null
      ) as m
      where place * 2 in (number, number + 1, number + 2)
      ${by.length > 0 ? sql`group by ${sql.join(by)}` : sql`having count(*) > 0`}`;
  };
  const rows = await selectOfEach(session, divisions, { columns: new Set([column]), select });
  for (const row of rows) {
    const middle: Middle = [BigInt(row.lower ?? 0), BigInt(row.upper ?? 0)];
    change(read, divisions, row, (parts) => ({
      ...parts,
      [name]: isByPeriod ? { ...parts.middleOfPeriod, [row.value_period]: middle } : middle,
    }));
  }
}

type Select = (
  list: RawBuilder<unknown>,
  source: RawBuilder<unknown>,
  keys: readonly RawBuilder<unknown>[],
) => RawBuilder<unknown>;

interface Selected {
  readonly columns: ReadonlySet<RowColumn>;
  readonly select: Select;
  /** In place of the rows. */
  readonly cells?: Cells | undefined;
}

async function selectOfEach(
  session: Session,
  divisions: readonly Division[],
  { columns, select, cells }: Selected,
): Promise<readonly Row[]> {
  const calendars = columns.has('days') ? await openCalendars(session, divisions) : undefined;
  const selects = divisions.map((division, index) => {
    const source = cells?.get(division) ?? rowsOf(division, columns, calendars?.get(division.zone));
    return select(sql`${sql.lit(index)} as list`, source, keyNames(keysOf(division)));
  });
  const { rows } = await sql<Row>`${sql.join(selects, sql` union all `)}`.execute(session.kysely);
  return rows;
}

async function openCalendars(session: Session, divisions: readonly Division[]): Promise<ReadonlyMap<Zone, Calendar>> {
  const calendars = new Map<Zone, Calendar>();
  for (const { where, zone } of divisions) {
    if (!calendars.has(zone))
      calendars.set(zone, await openCalendar(session, where, ['date_created', 'date_lost'], zone));
  }
  return calendars;
}

const keysOf = ({ keys, together }: Division) => (together ? 0 : keys.length);

function change(read: Read, divisions: readonly Division[], row: Row, to: (parts: Parts) => Parts): void {
  const list = Number(row.list);
  const division = divisions[list];
  const groups = division && read.get(division);
  if (!division || !groups) return;
  const keys = Array.from({ length: keysOf(division) }, (_, index) => row[`key_${index}`] ?? null);
  const id = JSON.stringify(keys);
  groups.set(id, to(groups.get(id) ?? noParts));
}
