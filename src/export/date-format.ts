/** How moments stand in a file, by the names that the source API gives to ways of writing them. Days stand there as they are. */

export const dateFormats = ['original', 'iso8601', 'excel'] as const;
export type DateFormat = (typeof dateFormats)[number];

/** In UTC, as both doors write it. */
const moment = /^(\d{4}-\d{2}-\d{2})T(\d{2})(:\d{2}:\d{2})(\.\d{3})(?:000)?(?:Z|\+00:00)$/;

/** What is no moment is written as it is. */
export function momentAs(format: DateFormat, text: string): string {
  const [, day, hour = '', rest = '', fraction] = moment.exec(text) ?? [];
  if (day === undefined) return text;
  if (format === 'original') return `${day} ${hour}${rest}${fraction}000+00:00`;
  if (format === 'iso8601') return `${day}T${hour}${rest}+00:00`;
  const half = String(Number(hour) % 12 || 12).padStart(2, '0');
  return `${day} ${half}${rest} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
}
