/** One row of a file, understood: every cell has its type, or the row has a problem for each cell that has none. */
import { z } from 'zod';
import { type CustomColumn, parseCustomColumn } from '../custom-field/column-name.ts';
import { customFieldTypes } from '../custom-field/definition.ts';
import { splitList } from '../value/list-text.ts';
import { valuePeriods } from '../value/money.ts';
import { parseCalendarDate, parseInstant, startOfDay, utc } from '../value/period.ts';
import { statusTypes } from '../value/status-type.ts';
import { type Amounts, amount, fullText, label, parsed, percentage, word } from './cell.ts';
import type { Place, Problem } from './file/problem.ts';
import type { Source, SourceRow } from './file/source.ts';

/** Null is an empty cell. Undefined is no cell at all: on a repeat, what is stored stays. */
export type ImportRow = z.infer<ReturnType<typeof rowSchema>> & { readonly place: Place };

export type ParseRow = (row: SourceRow) => ImportRow | readonly Problem[];

export interface RowForm {
  readonly amounts: Amounts;
  readonly kind: Source['kind'];
  readonly currency: string;
}

export function rowParser({ amounts, kind, currency }: RowForm): ParseRow {
  const schema = rowSchema(amounts, currency);
  return ({ place, cells }) => {
    const { data, error } = schema.safeParse(inShape(cells, kind));
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

const rowSchema = (amounts: Amounts, currency: string) =>
  z.object({
    external_id: label.nullish(),
    name: fullText.nullish(),
    lead_id: label.nullish(),
    lead_name: label.nullish(),
    contact_name: label.nullish(),
    user_name: label.nullish(),
    pipeline_name: label.nullish(),
    status_label: label.nullish(),
    status_type: word(statusTypes).nullish(),
    value: amount(amounts, currency).nullish(),
    value_currency: ownCurrency(currency).nullish(),
    value_period: word(valuePeriods).nullish(),
    confidence: percentage.nullish(),
    note: fullText.nullish(),
    note_html: fullText.nullish(),
    date_created: moment.nullish(),
    date_won: day.nullish(),
    date_lost: moment.nullish(),
    created_by_name: label.nullish(),
    // Of a history alone.
    moment: moment.nullish(),
    changed_by_name: label.nullish(),
    custom: z.map(
      label,
      z.object({
        type: z.enum(customFieldTypes).optional(),
        acceptsMultipleValues: z.boolean(),
        values: z.array(fullText).nullable(),
      }),
    ),
  });

/** What a row gives one custom field; null values empty it. */
export type CustomCell = NonNullable<ReturnType<ImportRow['custom']['get']>>;

/** An organization has one currency: an amount in another one would be added up as if it were in that. */
const ownCurrency = (currency: string) =>
  parsed(
    (text) => (text.toUpperCase() === currency ? currency : undefined),
    `${currency}, the currency of the organization: amounts in others cannot be added to its own`,
  );

/** Without blanks around them cells may be empty, and the `custom.NAME` columns come together as one map. */
function inShape(cells: SourceRow['cells'], kind: Source['kind']) {
  const custom = new Map<string, object>();
  const plain: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(cells)) {
    const field = parseCustomColumn(column);
    if (!field) plain[column] = column === 'note' ? cell : trimmed(cell);
    else custom.set(field.name, { ...field, values: valuesOf(cell, field, kind === 'table') });
  }
  return { ...plain, custom };
}

const trimmed = (cell: unknown) => (typeof cell === 'string' ? cell.trim() || null : cell);

/** JSON has numbers, booleans and lists where a table has text. */
function valuesOf(cell: unknown, { type, acceptsMultipleValues }: CustomColumn, isTable: boolean) {
  const given = isTable && acceptsMultipleValues && typeof cell === 'string' ? splitList(cell) : cell;
  const isText = type === 'text' || type === 'textarea' || type === 'hidden';
  // A text is kept as it is; blanks around a name or a number mean nothing.
  const kept = (value: unknown) => (isText && trimmed(value) !== null ? value : trimmed(value));
  const values = (Array.isArray(given) ? given : [given]).map(kept).filter((value) => value != null);
  return values.length === 0 ? null : values.map((value) => (typeof value === 'object' ? value : String(value)));
}

function problemOf({ path: [column, name], message }: z.core.$ZodIssue, place: Place): Problem {
  return { place, field: column === 'custom' ? `custom.${String(name)}` : String(column), reason: message };
}
