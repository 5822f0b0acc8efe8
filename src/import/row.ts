/** One row of a file, understood: every cell has its type, or the row has a problem for each cell that has none. */
import { z } from 'zod';
import { valuePeriods } from '../value/money.ts';
import { parseCalendarDate, parseInstant, startOfDay, utc } from '../value/period.ts';
import { statusTypes } from '../value/status-type.ts';
import { amount, fullText, label, parsed, percentage, word } from './cell.ts';
import { customNameOf } from './column.ts';
import type { Place, Problem } from './problem.ts';
import type { Source, SourceRow } from './source.ts';

/** Null is an empty cell. Undefined is no cell at all: on a repeat, what is stored stays. */
export type ImportRow = z.infer<ReturnType<typeof rowSchema>> & { readonly place: Place };

export type ParseRow = (row: SourceRow) => ImportRow | readonly Problem[];

export function rowParser(amounts: Source['amounts'], currency: string): ParseRow {
  const schema = rowSchema(amounts, currency);
  return ({ place, cells }) => {
    const { data, error } = schema.safeParse(inShape(cells));
    return data ? { place, ...data } : error.issues.map((issue) => problemOf(issue, place));
  };
}

const moment = parsed((text) => {
  const day = parseCalendarDate(text);
  // A bare day is its midnight in UTC: a file has no caller whose zone it could be in.
  return day ? startOfDay(day, utc) : parseInstant(text, utc);
}, 'a day such as 2026-03-31, or a moment such as 2026-03-31T14:30:00Z');

const day = parsed(
  // A moment stands for the day that is written in it, whatever its zone.
  (text) => parseCalendarDate(parseInstant(text, utc) === undefined ? text : text.slice(0, 10)),
  'a day such as 2026-03-31',
);

const rowSchema = (amounts: Source['amounts'], currency: string) =>
  z.object({
    external_id: label.nullish(),
    lead_name: label.nullish(),
    contact_name: label.nullish(),
    user_name: label.nullish(),
    status_label: label,
    status_type: word(statusTypes),
    value: amount(amounts, currency).nullish(),
    value_period: word(valuePeriods).nullish(),
    confidence: percentage.nullish(),
    note: fullText.nullish(),
    date_created: moment.nullish(),
    date_won: day.nullish(),
    date_lost: moment.nullish(),
    custom: z.map(label, z.array(label).nullable()),
  });

/** Without blanks around them cells may be empty, and the `custom.NAME` columns come together as one map. */
function inShape(cells: SourceRow['cells']) {
  const custom = new Map<string, readonly unknown[] | null>();
  const plain: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(cells)) {
    const name = customNameOf(column);
    if (name === undefined) plain[column] = column === 'note' ? cell : trimmed(cell);
    else custom.set(name, valuesOf(cell));
  }
  return { ...plain, custom };
}

const trimmed = (cell: unknown) => (typeof cell === 'string' ? cell.trim() || null : cell);

/** JSON has numbers, booleans and lists where CSV has text. */
function valuesOf(cell: unknown): readonly unknown[] | null {
  const values = (Array.isArray(cell) ? cell : [cell]).map(trimmed).filter((value) => value != null);
  return values.length === 0 ? null : values.map((value) => (typeof value === 'object' ? value : String(value)));
}

function problemOf({ path: [column, name], message }: z.core.$ZodIssue, place: Place): Problem {
  return { place, field: column === 'custom' ? `custom.${String(name)}` : String(column), reason: message };
}
