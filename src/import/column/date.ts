/** Columns of dates. Only one thing can be read in two ways: `03/04/2026`, by day or by month first. */
import { formatInstant, parseInstant, startOfDay, utc, type Zone } from '../../value/period.ts';
import { type DateForm, dateForms, type WrittenDate } from './day.ts';
import { isNothing, type Reading, type Recognizer, unclear } from './reading.ts';

export type DateOrder = 'dmy' | 'mdy';

export interface DateOptions {
  /** What the column holds: days on a calendar, or moments. */
  readonly as: 'day' | 'moment';
  /** In which a time without a zone, and a day as a moment, are meant. */
  readonly zone: Zone;
  /** What people said. */
  readonly order: DateOrder | undefined;
  /** Whether numbers may be dates: not in a column of whatever. */
  readonly numbers: boolean;
}

export interface DateRecognizer extends Recognizer {
  /** Of those seen, how many are dates, and how many of these have a time. */
  readonly seen: { readonly dates: number; readonly times: number };
}

export function recognizeDates({ as, zone, order: said, numbers }: DateOptions): DateRecognizer {
  const sure: readonly DateForm[] = numbers ? ['ymd', 'named', 'excel', 'epoch'] : ['ymd', 'named'];
  const seen = { dates: 0, times: 0 };
  /** How many cells can be read in one way only. */
  const only = { dmy: 0, mdy: 0 };
  let either = 0;
  let open: string | undefined;

  const firstOf = (forms: readonly DateForm[], text: string): WrittenDate | undefined => {
    for (const form of forms) {
      const found = dateForms[form](text);
      if (found) return found;
    }
    return undefined;
  };

  const areTwo = (text: string) => {
    const [dmy, mdy] = [dateForms.dmy(text), dateForms.mdy(text)];
    return dmy !== undefined && mdy !== undefined && dmy.day !== mdy.day;
  };

  const reading = (order: DateOrder, isSure = true): Reading => ({
    label: either === 0 ? 'dates' : order === 'dmy' ? 'dates by day, month, year' : 'dates by month, day, year',
    read(text) {
      const trimmed = text.trim();
      const found = firstOf(sure, trimmed) ?? (isSure || !areTwo(trimmed) ? dateForms[order](trimmed) : undefined);
      return found && (as === 'day' ? found.day : momentOf(found, zone));
    },
  });

  return {
    seen,
    see(text) {
      const trimmed = text.trim();
      if (isNothing(trimmed)) return;
      const known = firstOf(sure, trimmed);
      const [dmy, mdy] = known ? [] : [dateForms.dmy(trimmed), dateForms.mdy(trimmed)];
      const found = known ?? dmy ?? mdy;
      if (!found) return;
      seen.dates += 1;
      if (found.time !== undefined) seen.times += 1;
      if (known) return;
      either += 1;
      if (!mdy) only.dmy += 1;
      else if (!dmy) only.mdy += 1;
      else if (dmy.day !== mdy.day) open ??= trimmed;
    },
    settle(column) {
      if (said !== undefined) return reading(said);
      const order = only.dmy >= only.mdy ? 'dmy' : 'mdy';
      // Written in both ways, a column does not tell how a cell is meant that can be read in two: that is for its row to say.
      if (only.dmy > 0 && only.mdy > 0) return reading(order, false);
      if (open === undefined || only[order] > 0) return reading(order);
      const advice = 'Say --date-format dmy or --date-format mdy.';
      throw unclear(
        column,
        `${JSON.stringify(open)} can be read by day or by month first, and no other cell tells. ${advice}`,
      );
    },
  };
}

function momentOf({ day, time }: WrittenDate, zone: Zone): string | undefined {
  if (time === undefined) return zone === utc ? day : formatInstant(startOfDay(day, zone));
  const moment = parseInstant(`${day}T${time}`, zone);
  return moment === undefined ? undefined : formatInstant(moment);
}
