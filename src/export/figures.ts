/** Groups of opportunities and their figures as a table: what a chart shows. Without a key it is one row, over all. */
import type { CustomFieldDefinition } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { at } from '../errors.ts';
import type { Where } from '../filter/where.ts';
import { readTotals } from '../opportunity/aggregates.ts';
import { type Known, type Measure, measures, shown } from '../opportunity/figures/measure.ts';
import { noParts } from '../opportunity/figures/part.ts';
import { keysId, oneGroup, readParts } from '../opportunity/figures/read.ts';
import { assertGroupable, type DateField, type EntityField, type GroupBy } from '../opportunity/groups/dimension.ts';
import type { Group } from '../opportunity/groups/group.ts';
import { divisionOf, openGrouping, readGroups } from '../opportunity/groups/groups.ts';
import { invalid } from '../value/input.ts';
import { type CalendarDate, type Granularity, periodOf, type Zone } from '../value/period.ts';
import { fold, nearest } from '../value/text.ts';
import { amount, type Cell } from './cell.ts';
import type { Sheet } from './format.ts';

const entities: readonly EntityField[] = ['user_id', 'lead_id', 'status_id', 'pipeline_id'];
const words = ['status_type', 'value_period'] as const;
const dates: readonly DateField[] = ['date_won', 'date_created', 'date_updated', 'date_lost'];
const lengths: readonly Granularity[] = ['day', 'week', 'month', 'quarter', 'year'];

const plainKeys = new Map<string, GroupBy>([
  ...entities.map((field) => [field, { kind: 'entity', field }] as const),
  ...words.map((field) => [field, { kind: 'word', field }] as const),
  ...dates.flatMap((field) =>
    lengths.map(
      (granularity) => [`${field}__${granularity}`, { kind: 'date', field, granularity, weekStart: 1 }] as const,
    ),
  ),
]);

export const figureKeys: readonly string[] = [...plainKeys.keys()];

/** `user_id`, `date_won__month`, `custom.NAME`. @throws INVALID_INPUT with the path `by` */
export function groupingOf(
  names: readonly string[],
  definitions: readonly CustomFieldDefinition[],
): readonly GroupBy[] {
  return names.map((name) => {
    const plain = plainKeys.get(name);
    if (plain) return plain;
    const definition = definitions.find(
      (field) => name === `custom.${field.id}` || fold(name) === fold(`custom.${field.name}`),
    );
    if (definition) return { kind: 'custom', definition };
    const meant = nearest(name, [...figureKeys, ...definitions.map((field) => `custom.${field.name}`)]);
    const advice =
      meant === undefined ? `Known are ${figureKeys.join(', ')}, and custom.NAME.` : `Did you mean ${meant}?`;
    throw invalid('by', `One cannot group by ${JSON.stringify(name.slice(0, 100))}. ${advice}`);
  });
}

const figures = [...measures.values()];
const needs = [...new Set(figures.flatMap((measure) => measure.needs))];

function cellOf(measure: Measure, known: Known): Cell {
  const figure = measure.of(known);
  return figure === null || measure.unit === 'money' ? amount(figure) : shown(measure, figure);
}

/** @throws INVALID_INPUT, INVALID_GROUPS, GROUP_FIELD_MULTIVALUED, TOO_MANY_GROUPS */
export async function readFigures(session: Session, where: Where, by: readonly GroupBy[], zone: Zone): Promise<Sheet> {
  const names = [...by.flatMap(namesOfKey), ...figures.map(({ name }) => name)];
  const rows = by.length === 0 ? [await readTotalRow(session, where, zone)] : await readRows(session, where, by, zone);
  return { names, rows: once(rows) };
}

async function readTotalRow(session: Session, where: Where, zone: Zone): Promise<readonly Cell[]> {
  const [parts] = await readParts(session, [{ where, zone, keys: [] }], needs);
  return cellsOf({ ...(parts?.get(oneGroup) ?? noParts), totals: await readTotals(session, where) });
}

async function readRows(session: Session, where: Where, by: readonly GroupBy[], zone: Zone) {
  at('by', () => assertGroupable(by));
  const grouping = await openGrouping(session, where, by, zone);
  const groups = await readGroups(session, grouping, { by: 'key', descending: false });
  const [parts] = await readParts(session, [divisionOf(grouping)], needs);
  return groups.map((group) => [
    ...by.flatMap((key, index) => cellsOfKey(key, group, index)),
    ...cellsOf({ ...(parts?.get(keysId(group.keys)) ?? noParts), ...group.known }),
  ]);
}

const cellsOf = (known: Known): readonly Cell[] => figures.map((measure) => cellOf(measure, known));

/** Of a user, lead, status or pipeline the id, and what it is called. */
function namesOfKey(key: GroupBy): readonly string[] {
  switch (key.kind) {
    case 'entity':
      return [key.field, key.field.replace('_id', key.field === 'status_id' ? '_label' : '_name')];
    case 'word':
      return [key.field];
    case 'date':
      return [`${key.field}__${key.granularity}`];
    case 'custom':
      return [`custom.${key.definition.name}`];
  }
}

/** Empty for those without the value. */
function cellsOfKey(key: GroupBy, { keys, names }: Group, index: number): readonly Cell[] {
  const raw = keys[index] ?? null;
  const label = names[index]?.label ?? null;
  if (key.kind === 'entity') return [raw, label];
  if (key.kind !== 'date') return [label];
  return [raw === null ? null : periodOf(raw as CalendarDate, key.granularity, key.weekStart).key];
}

async function* once<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}
