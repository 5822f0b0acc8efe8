/** Which deals stand still: active ones that nobody has changed for as many days as their organization sets. */
import type { Caller } from '../caller.ts';
import { compareAge, daysSince } from '../filter/age.ts';
import { and, type Filter } from '../filter/filter.ts';
import type { Instant } from '../value/period.ts';

type Asked = Pick<Caller, 'now' | 'stalledAfterDays'>;

/** None does where no number of days is set. */
export function stalledFilter({ now, stalledAfterDays }: Asked): Filter {
  if (stalledAfterDays == null) return { kind: 'or', filters: [] };
  const active: Filter = { kind: 'compare', field: 'status_type', operator: 'eq', value: 'active' };
  return and(active, compareAge('date_updated', 'gte', stalledAfterDays, now));
}

export function isStalled(deal: { type: string; updated: Instant }, { now, stalledAfterDays }: Asked): boolean {
  return stalledAfterDays != null && deal.type === 'active' && daysSince(deal.updated, now) >= stalledAfterDays;
}
