/** What filters, orders, totals and groups mean, said a second time over rows in memory, as plainly as can be. */
import type { Filter, Value } from '../src/filter/filter.ts';
import type { Order } from '../src/filter/order.ts';
import { fold } from '../src/value/text.ts';
import { type ModelRow, offeredProducts } from './sample.ts';

type Comparable = string | number | bigint | null;

const timesAYear = { one_time: 1n, monthly: 12n, annual: 1n };

/** Half away from zero, by way of the sign: unlike the program. */
export function rounded(hundredths: bigint): bigint {
  const magnitude = hundredths < 0n ? -hundredths : hundredths;
  const whole = magnitude / 100n + (magnitude % 100n >= 50n ? 1n : 0n);
  return hundredths < 0n ? -whole : whole;
}

export const weightedOf = (row: ModelRow) => (row.value ?? 0n) * BigInt(row.confidence);
export const annualizedOf = (row: ModelRow) => (row.value ?? 0n) * timesAYear[row.valuePeriod];

export function fieldValue(row: ModelRow, field: string): Comparable {
  const whenValued = (amount: bigint) => (row.value === null ? null : amount);
  switch (field) {
    case 'id':
      return row.id;
    case 'lead_id':
      return row.leadId;
    case 'lead_name':
      return fold(row.leadName);
    case 'user_id':
      return row.userId;
    case 'user_name':
      return row.userName === null ? null : fold(row.userName);
    case 'status_id':
      return row.statusId;
    case 'status_label':
      return fold(row.statusLabel);
    case 'status_type':
      return row.statusType;
    case 'pipeline_id':
      return row.pipelineId;
    case 'value':
      return row.value;
    case 'annualized_value':
      return whenValued(annualizedOf(row));
    case 'expected_value':
      return whenValued(rounded(weightedOf(row)));
    case 'annualized_expected_value':
      return whenValued(rounded(annualizedOf(row) * BigInt(row.confidence)));
    case 'value_period':
      return row.valuePeriod;
    case 'confidence':
      return row.confidence;
    case 'note':
      return fold(row.note);
    case 'date_created':
      return row.dateCreated;
    case 'date_updated':
      return row.dateUpdated;
    case 'date_won':
      return row.dateWon;
    case 'date_lost':
      return row.dateLost;
    case 'custom.product':
      return row.product === null ? null : fold(row.product);
    case 'custom.seats':
      return row.seats;
    default:
      throw new Error(`the model has no ${field}`);
  }
}

const textFields = new Set(['lead_name', 'user_name', 'status_label', 'note', 'custom.product']);

/** `named` turns the ids of custom fields into the names the model knows. */
export function matches(row: ModelRow, filter: Filter, named: (field: string) => string): boolean {
  const holds = (part: Filter) => matches(row, part, named);
  const operand = (field: string, value: Value) => (textFields.has(field) ? fold(String(value)) : value);
  switch (filter.kind) {
    case 'every':
      return true;
    case 'and':
      return filter.filters.every(holds);
    case 'or':
      return filter.filters.some(holds);
    case 'not':
      return !holds(filter.filter);
    case 'in':
      return filter.values.some((value) => holds({ kind: 'compare', field: filter.field, operator: 'eq', value }));
    case 'present':
      return ![null, ''].includes(fieldValue(row, named(filter.field)) as never);
    case 'contains':
      return (
        String(fieldValue(row, named(filter.field)) ?? '').includes(fold(filter.text)) &&
        fieldValue(row, named(filter.field)) !== null
      );
    case 'word':
    case 'phrase':
      return textsOf(row).some((text) => hasWord(fold(text), fold(filter.text), filter.kind === 'phrase'));
    case 'some':
    case 'figure':
    case 'part':
      throw new Error('the model has neither relations nor row keys');
    case 'compare': {
      const field = named(filter.field);
      const mine = fieldValue(row, field);
      if (mine === null) return false;
      const order = compareValues(mine, operand(field, filter.value));
      return { eq: order === 0, lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[filter.operator];
    }
  }
}

const textsOf = ({ note, leadName, statusLabel, userName, product }: ModelRow) => [
  note,
  leadName,
  statusLabel,
  userName ?? '',
  product ?? '',
];

/**
 * Whether the words stand side by side where a word begins; if whole, also where one ends. Between a letter and a letter none
 * does. One blank is as good as many of whatever kind.
 */
export function hasWord(given: string, sought: string, whole: boolean): boolean {
  const text = given.replaceAll(/\s+/g, ' ');
  const wanted = sought.replaceAll(/\s+/g, ' ').trim();
  const letters = (...pair: readonly (string | undefined)[]) =>
    pair.every((one) => /[\p{L}\p{N}\p{M}]/u.test(one ?? ' '));
  const [all, characters] = [[...text], [...wanted]];
  return all.some((_, start) => {
    const end = start + characters.length;
    if (all.slice(start, end).join('') !== wanted) return false;
    return !letters(all[start - 1], all[start]) && !(whole && letters(all[end - 1], all[end]));
  });
}

function compareValues(a: Exclude<Comparable, null>, b: Exclude<Comparable, null>): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return a === b ? 0 : a < (b as typeof a) ? -1 : 1;
}

/** Amounts that people see rounded are sorted unrounded. */
function sortValue(row: ModelRow, field: string): Comparable {
  if (row.value !== null && field === 'expected_value') return weightedOf(row);
  if (row.value !== null && field === 'annualized_expected_value') return annualizedOf(row) * BigInt(row.confidence);
  if (field === 'custom.product' && row.product !== null) {
    const place = offeredProducts.indexOf(row.product);
    return place < 0 ? `not offered: ${fold(row.product)}` : `${place}`;
  }
  return fieldValue(row, field);
}

/** Nulls last in both directions; then by id, in the direction of the last key. */
export function sorted(rows: readonly ModelRow[], order: Order, named: (field: string) => string): readonly ModelRow[] {
  const keys = [...order, { field: 'id', descending: order.at(-1)?.descending ?? false }];
  return rows.toSorted((left, right) => {
    for (const { field, descending } of keys) {
      const [a, b] = [sortValue(left, named(field)), sortValue(right, named(field))];
      if (a === null && b === null) continue;
      if (a === null) return 1;
      if (b === null) return -1;
      const compared = compareValues(a, b);
      if (compared !== 0) return descending ? -compared : compared;
    }
    return 0;
  });
}
