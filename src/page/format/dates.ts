/** Days are days of a calendar and have no zone; moments are shown in the viewer's. */

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const momentDayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** `2026-03-31` */
export const showDay = (day: string | null | undefined): string => (day ? dayFormat.format(Date.parse(day)) : '–');

export const showMoment = (moment: string | null | undefined): string =>
  moment ? momentFormat.format(Date.parse(moment)) : '–';

export const showDayOf = (moment: string | null | undefined): string =>
  moment ? momentDayFormat.format(Date.parse(moment)) : '–';
