/** The ways to write a date: each takes a text apart, or says that it is not written so. */
import { type CalendarDate, parseCalendarDate } from '../../value/period.ts';

/** As it is written: what zone a time is in says the time itself, or whoever imports. */
export interface WrittenDate {
  readonly day: CalendarDate;
  /** `14:30:00`, with `Z` or an offset where it is written; undefined where there is a day alone. */
  readonly time: string | undefined;
}

export type DateForm = 'ymd' | 'dmy' | 'mdy' | 'named' | 'excel' | 'epoch';

const two = (text: string | number) => String(text).padStart(2, '0');

/** As POSIX has it: 69 to 99 are of the last century. */
const century = (year: string) => (year.length === 4 ? year : `${Number(year) < 69 ? 20 : 19}${year}`);

const dayOf = (year: string, month: string | number, day: string) =>
  parseCalendarDate(`${century(year)}-${two(month)}-${two(day)}`);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function monthOf(name: string): number | undefined {
  const index = months.indexOf(name.slice(0, 3).toLowerCase());
  return index < 0 ? undefined : index + 1;
}

const ordinary = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/;

const days: Readonly<Record<'ymd' | 'dmy' | 'mdy' | 'named', (text: string) => CalendarDate | undefined>> = {
  ymd(text) {
    const [, year, month = '', day = ''] =
      /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
    return year === undefined ? undefined : dayOf(year, month, day);
  },
  dmy(text) {
    const [, day = '', month = '', year] = ordinary.exec(text) ?? [];
    return year === undefined ? undefined : dayOf(year, month, day);
  },
  mdy(text) {
    const [, month = '', day = '', year] = ordinary.exec(text) ?? [];
    return year === undefined ? undefined : dayOf(year, month, day);
  },
  named(text) {
    const bare = text.replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i, '');
    const first = /^(\d{1,2})(?:st|nd|rd|th)?[-. ]*([a-z]{3,9})\.?[-,. ]*(\d{4}|\d{2})$/i.exec(bare);
    const [, day = '', name = '', year] =
      first ?? reordered(/^([a-z]{3,9})\.?[- ]+(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})$/i.exec(bare));
    const month = monthOf(name);
    return year === undefined || month === undefined ? undefined : dayOf(year, month, day);
  },
};

function reordered(match: RegExpExecArray | null): readonly string[] {
  const [all = '', name = '', day = '', year] = match ?? [];
  return year === undefined ? [] : [all, day, name, year];
}

const timePattern =
  /^(.+?)(?:T|[\s,]+)(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

function timeOf(match: RegExpExecArray): string | undefined {
  const [, , hour = '', minute = '', second = '0', fraction = '', half, zone = ''] = match;
  const twelve = Number(hour) % 12;
  const hours = half === undefined ? Number(hour) : twelve + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${two(hours)}:${minute}:${two(second)}${fraction.replace(',', '.').slice(0, 10)}${/^(Z|UTC|GMT)$/i.test(zone) ? 'Z' : zone}`;
}

const written =
  (form: 'ymd' | 'dmy' | 'mdy' | 'named') =>
  (text: string): WrittenDate | undefined => {
    const alone = days[form](text);
    if (alone !== undefined) return { day: alone, time: undefined };
    const match = timePattern.exec(text);
    const day = days[form](match?.[1]?.trim() ?? '');
    const time = match && timeOf(match);
    return day !== undefined && time != null ? { day, time } : undefined;
  };

const secondsOfDay = 86_400;

/** A count of days, and of seconds within the last: sheets count days from the end of 1899. */
function fromSeconds(seconds: number, hasTime: boolean): WrittenDate | undefined {
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' }).format(
    seconds * 1000,
  );
  const day = parseCalendarDate(iso.slice(0, 10));
  return day === undefined ? undefined : { day, time: hasTime ? `${iso.slice(11, 19)}Z` : undefined };
}

function excel(text: string): WrittenDate | undefined {
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(serial >= 20_000 && serial < 80_000)) return undefined;
  const found = fromSeconds(Math.round(serial * secondsOfDay) - 25_569 * secondsOfDay, !Number.isInteger(serial));
  // A sheet knows no zones.
  return found && { ...found, time: found.time?.replace('Z', '') };
}

function epoch(text: string): WrittenDate | undefined {
  if (/^\d{13}$/.test(text)) return fromSeconds(Math.floor(Number(text) / 1000), true);
  return /^1\d{9}$/.test(text) ? fromSeconds(Number(text), true) : undefined;
}

export const dateForms: Readonly<Record<DateForm, (text: string) => WrittenDate | undefined>> = {
  ymd: written('ymd'),
  named: written('named'),
  dmy: written('dmy'),
  mdy: written('mdy'),
  excel,
  epoch,
};
