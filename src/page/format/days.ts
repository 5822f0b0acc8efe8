/** Days of a calendar as texts, `2026-03-31`. What the calendar says is reckoned in UTC, where each day has 24 hours. */
const dayLength = 86_400_000;

const pad = (number: number) => String(number).padStart(2, '0');
const textOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** The day it is for the viewer. */
export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export const daysFrom = (day: string, days: number): string => textOf(Date.parse(day) + days * dayLength);

/** The first of the month that is so many months from that of the day. */
export function monthFrom(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return textOf(Date.UTC(year, month - 1 + months, 1));
}

export const monthsBetween = (from: string, to: string): number => {
  const [first, last] = [from, to].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  return (last ?? 0) - (first ?? 0);
};

/** The moment a day begins for the viewer. */
export const beginningOf = (day: string): string => new Date(`${day}T00:00`).toISOString();

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** A moment as fields of forms have it: `2026-03-31T09:30`, for the viewer. */
export function momentFieldOf(moment: string): string {
  const local = new Date(moment);
  const day = [local.getFullYear(), pad(local.getMonth() + 1), pad(local.getDate())].join('-');
  return `${day}T${pad(local.getHours())}:${pad(local.getMinutes())}`;
}

export const momentOfField = (text: string): string => new Date(text).toISOString();
