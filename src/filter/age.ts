/** Compares how old something is with the moment since when it is so: in whole days of 24 hours, up to a moment. */
import { earliest, type Instant, latest } from '../value/period.ts';
import { and, type Filter, type Operator } from './filter.ts';

const day = 86_400_000;

/** Whole days that have gone by since. */
export const daysSince = (since: Instant, now: Instant): number => Math.floor((now - since) / day);

/** @param field of instants; who is older was there earlier */
export function compareAge(field: string, operator: Operator, days: number, now: Instant): Filter {
  const since = (compared: Operator, age: number): Filter => ({
    ...{ kind: 'compare', field, operator: compared },
    value: Math.min(latest, Math.max(earliest, now - age * day)),
  });
  switch (operator) {
    case 'gte':
      return since('lte', days);
    case 'gt':
      return since('lte', days + 1);
    case 'lt':
      return since('gt', days);
    case 'lte':
      return since('gt', days + 1);
    case 'eq':
      return and(since('lte', days), since('gt', days + 1));
  }
}
