/** Moments as the source API writes them, and dates as programs do. */
import { type CalendarDate, parseCalendarDate, parseInstant, utc } from '../value/period.ts';

/** Of a date with a time the date counts, as it is written. Undefined for what is neither. */
export function writtenDate(text: string): CalendarDate | undefined {
  return parseCalendarDate(parseInstant(text, utc) === undefined ? text : text.slice(0, 10));
}

/** `2026-06-19T12:04:53.517000+00:00` */
export function wireInstant(moment: Date): string {
  return `${wireLocal(moment)}+00:00`;
}

/** `2026-06-19T12:04:53.517000`: UTC without saying so, as pipelines have it. */
export function wireLocal(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000`;
}

/** `2021-07-15T00:00:00+00:00`: a calendar date where the source API has an instant. */
export function wireMidnight(day: string): string {
  return `${day}T00:00:00+00:00`;
}
