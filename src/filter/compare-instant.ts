/** Comparisons of instants with what people write: a moment, or days, which are all of their moments. */
import {
  addDays,
  type CalendarDate,
  type Instant,
  parseCalendarDate,
  parseInstant,
  startOfDay,
  type Zone,
} from '../value/period.ts';
import { and, type Filter, type Operator } from './filter.ts';

/** Undefined for what is neither a day nor a moment. */
export function compareInstant(field: string, operator: Operator, text: string, zone: Zone): Filter | undefined {
  const day = parseCalendarDate(text);
  if (day !== undefined) return compareWithDays(field, operator, { first: day, last: day }, zone);
  const moment = parseInstant(text, zone);
  return moment === undefined ? undefined : { kind: 'compare', field, operator, value: moment };
}

export interface Days {
  readonly first: CalendarDate;
  /** Included. */
  readonly last: CalendarDate;
}

/** `gte` and `lt` mean the start of the first day, `gt` and `lte` the end of the last; `eq` is anywhere within. */
export function compareWithDays(field: string, operator: Operator, { first, last }: Days, zone: Zone): Filter {
  const start = startOfDay(first, zone);
  const end = startOfDay(addDays(last, 1), zone);
  const term = (comparing: Operator, value: Instant): Filter => ({
    kind: 'compare',
    field,
    operator: comparing,
    value,
  });
  switch (operator) {
    case 'eq':
      return and(term('gte', start), term('lt', end));
    case 'gte':
    case 'lt':
      return term(operator, start);
    case 'gt':
      return term('gte', end);
    case 'lte':
      return term('lt', end);
  }
}
