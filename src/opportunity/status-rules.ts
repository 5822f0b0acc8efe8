/**
 * What the status does to the dates. Becoming won gives a date_won to whoever has none, and leaving won keeps it; becoming
 * lost sets date_lost. Only what is lost has one: programs send back whole objects, and an old date_lost beside a status that
 * is not lost is no wish to keep it.
 */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { type CalendarDate, dayOf, type Instant, toDate } from '../value/period.ts';
import type { StatusType } from '../value/status-type.ts';

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
  readonly time: ChangeTime;
}

export interface ChangeTime {
  /** The moment of the change. */
  readonly moment: Instant;
  /** The caller's day when it was asked for, however long it had to wait. */
  readonly today: CalendarDate;
}

/** For rows that are locked. */
export function changeTimeOf({ moment }: Session, caller: Caller): ChangeTime {
  return { moment: moment.of(caller).now, today: dayOf(caller.now, caller.zone) };
}

export function datesAfter({ from, to, current, given, time }: Transition): Dates {
  const won = given.dateWon === undefined ? current.date_won : given.dateWon;
  const becomes = (type: StatusType) => to === type && from !== type;
  return {
    date_won: becomes('won') ? (won ?? time.today) : won,
    date_lost: to === 'lost' ? lostAt() : null,
  };

  function lostAt(): Date | null {
    if (given.dateLost != null) return toDate(given.dateLost);
    if (becomes('lost')) return toDate(time.moment);
    return given.dateLost === undefined ? current.date_lost : null;
  }
}
