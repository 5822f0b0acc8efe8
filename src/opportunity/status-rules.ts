/**
 * What the status does to the dates. Becoming won gives a date_won to whoever has none, and leaving won keeps it; becoming
 * lost sets date_lost, and leaving lost clears it. Between two statuses of one type nothing happens.
 */
import { type CalendarDate, dayOf, type Instant, toDate, type Zone } from '../value/period.ts';
import type { StatusType } from './table.ts';

export interface Dates {
  readonly date_won: string | null;
  readonly date_lost: Date | null;
}

export interface Transition {
  /** Null for an opportunity that is being created. */
  readonly from: StatusType | null;
  readonly to: StatusType;
  readonly current: Dates;
  /** What the request says of the dates; null clears. */
  readonly given: { readonly dateWon?: CalendarDate | null; readonly dateLost?: Instant | null };
  readonly now: Instant;
  readonly zone: Zone;
}

export function datesAfter({ from, to, current, given, now, zone }: Transition): Dates {
  const won = given.dateWon === undefined ? current.date_won : given.dateWon;
  const lost =
    given.dateLost === undefined ? current.date_lost : given.dateLost === null ? null : toDate(given.dateLost);
  const becomes = (type: StatusType) => to === type && from !== type;
  return {
    date_won: becomes('won') ? (won ?? dayOf(now, zone)) : won,
    date_lost: lostAfter(),
  };

  function lostAfter(): Date | null {
    // Programs send back whole objects: the old date_lost beside a status that is not lost is no wish to keep it.
    if (from === 'lost' && to !== 'lost') return null;
    if (!becomes('lost')) return lost;
    return given.dateLost == null ? toDate(now) : lost;
  }
}
