/** The days that a forecast is of, as whole periods. */
import { daysFrom, monthFrom, monthsBetween, today } from '../format/days.ts';
import type { ForecastPeriodLength } from '../generated/documents.ts';
import type { DayRange } from '../parts/day-range.tsx';

export const lengths: Readonly<Record<string, { readonly by: ForecastPeriodLength; readonly months: number }>> = {
  month: { by: 'MONTH', months: 1 },
  quarter: { by: 'QUARTER', months: 3 },
};

/** How many are shown where nobody chose days: this one, and those that follow. */
const usual = 4;

/** The first day of the period that the day is in. */
const beginning = (day: string, months: number) => monthFrom(day, -((Number(day.slice(5, 7)) - 1) % months));

export function usualDays(months: number): DayRange {
  const from = beginning(today(), months);
  return { from, to: daysFrom(monthFrom(from, usual * months), -1) };
}

export const periodsIn = ({ from, to }: DayRange, months: number): number =>
  monthsBetween(beginning(from, months), beginning(to, months)) / months + 1;
