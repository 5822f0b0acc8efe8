/** Periods in which there is nothing, put between those in which there is: charts want every month. */
import { DomainError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import { addDays, type CalendarDate, dayOf, type Instant, periodOf, type Zone } from '../../value/period.ts';
import { fieldNameOf, type GroupBy, type RawKey } from './dimension.ts';

/** From the period of one day to that of the other; without them, from the filter's bounds, else from what there is. */
export interface Fill {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

export type DateKey = Extract<GroupBy, { kind: 'date' }>;

/** @throws INVALID_GROUPS with the bound as its path */
export function assertFillable(by: readonly GroupBy[], { from, to }: Fill): void {
  const dates = by.filter(({ kind }) => kind === 'date').length;
  if (dates !== 1) {
    const message = `Empty periods are filled where one key is a date: here ${dates === 0 ? 'none is' : `${dates} are`}.`;
    throw new DomainError('INVALID_GROUPS', message);
  }
  if (from !== undefined && to !== undefined && from > to) {
    const message = `The periods to fill would end on ${to}, before they begin on ${from}.`;
    throw new DomainError('INVALID_GROUPS', message, { path: ['to'] });
  }
}

interface Filled {
  readonly by: readonly GroupBy[];
  readonly filter: Filter;
  readonly zone: Zone;
  readonly fill: Fill;
  readonly most: number;
}

/** @returns the keys of groups that are missing, beside each combination of the other keys: more than `most` only to be refused */
export function missingKeys(present: readonly (readonly RawKey[])[], filled: Filled): readonly (readonly RawKey[])[] {
  const { by, filter, zone, fill, most } = filled;
  const place = by.findIndex(({ kind }) => kind === 'date');
  const key = by[place];
  if (key?.kind !== 'date') return [];
  const days = present.flatMap((keys) => keys[place] ?? []).sort();
  const { from = days[0], to = days.at(-1) } = { ...boundsIn(filter, fieldNameOf(key), zone), ...fill };
  const known = new Set(present.map((keys) => JSON.stringify(keys)));
  const others = new Map(present.map((keys) => [JSON.stringify(keys.toSpliced(place, 1)), keys]));
  const combinations = by.length === 1 ? [[null]] : [...others.values()];
  const missing: (readonly RawKey[])[] = [];
  for (const start of periodsBetween(key, from, to)) {
    for (const keys of combinations) {
      const filledKeys = keys.with(place, start);
      if (!known.has(JSON.stringify(filledKeys))) missing.push(filledKeys);
    }
    if (missing.length + present.length > most) break;
  }
  return missing;
}

function* periodsBetween(
  { granularity, weekStart }: DateKey,
  from: string | undefined,
  to: string | undefined,
): Generator<CalendarDate> {
  if (from === undefined || to === undefined) return;
  for (let day = from as CalendarDate; day <= to; ) {
    const { start, end } = periodOf(day, granularity, weekStart);
    yield start;
    if (end >= to) return;
    day = addDays(end, 1);
  }
}

/** What a filter says of a date as a whole: conditions that all must hold. */
function boundsIn(filter: Filter, field: string, zone: Zone): Fill {
  if (filter.kind === 'and') {
    const bounds = filter.filters.map((part) => boundsIn(part, field, zone));
    const from = bounds
      .flatMap((bound) => bound.from ?? [])
      .sort()
      .at(-1);
    const to = bounds.flatMap((bound) => bound.to ?? []).sort()[0];
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  if (filter.kind !== 'compare' || filter.field !== field) return {};
  const { operator, value } = filter;
  // Before an instant is the millisecond before it, before a day the day before.
  const day = (past: number) =>
    typeof value === 'number' ? dayOf((value - past) as Instant, zone) : addDays(String(value) as CalendarDate, -past);
  switch (operator) {
    case 'eq':
      return { from: day(0), to: day(0) };
    case 'gte':
    case 'gt':
      return { from: day(0) };
    case 'lte':
      return { to: day(0) };
    case 'lt':
      return { to: day(1) };
  }
}
