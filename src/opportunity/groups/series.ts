/** Groups by a date stand in time: each has a period before it, and what all up to it come to. */
import { groupBy } from '../../value/group-by.ts';
import { addDays, type CalendarDate, firstDay, periodOf } from '../../value/period.ts';
import { addTotals, noTotals, type Totals } from '../aggregates.ts';
import type { GroupBy, RawKey } from './dimension.ts';
import type { Group } from './group.ts';

export interface Series {
  /** The group of the period before, with the same keys else; one without rows where there is none. Null: there is no period before. */
  readonly previousOf: (group: Group) => Pick<Group, 'keys' | 'known'> | null;
  /** Over its period and all before it, with the same keys else; null where it has no period. */
  readonly runningOf: (group: Group) => Totals | null;
}

/** In time of the last of the keys that is a date. @param groups all of the list, whichever are shown */
export function seriesOf(groups: readonly Group[], by: readonly GroupBy[]): Series {
  const place = by.findLastIndex(({ kind }) => kind === 'date');
  const key = by[place];
  if (key?.kind !== 'date') return { previousOf: () => null, runningOf: () => null };
  const startOf = ({ keys }: Pick<Group, 'keys'>) => keys[place] ?? null;
  const dated = groups
    .filter((group) => startOf(group) !== null)
    .sort((a, b) => (isBefore(startOf(a), startOf(b)) ? -1 : 1));
  const known = new Map(dated.map((group) => [JSON.stringify(group.keys), group]));
  const [earliest] = dated;
  const running = new Map<string, Totals>();
  for (const line of groupBy(dated, ({ keys }) => JSON.stringify(keys.toSpliced(place, 1))).values()) {
    let sum = noTotals;
    for (const group of line) {
      sum = addTotals(sum, group.known.totals);
      running.set(JSON.stringify(group.keys), sum);
    }
  }
  return {
    previousOf: (group) => {
      const start = startOf(group);
      if (start === null || start === firstDay || !earliest || start === startOf(earliest)) return null;
      const before = periodOf(addDays(start as CalendarDate, -1), key.granularity, key.weekStart).start;
      const keys = group.keys.with(place, before);
      return known.get(JSON.stringify(keys)) ?? { keys, known: { totals: noTotals } };
    },
    runningOf: ({ keys }) => running.get(JSON.stringify(keys)) ?? null,
  };
}

const isBefore = (a: RawKey, b: RawKey) => (a ?? '') < (b ?? '');
