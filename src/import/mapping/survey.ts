/** One look at the whole file before anything goes in: how each column is to be read, and what stands in it. */
import type { CustomFieldDefinition, CustomFieldType } from '../../custom-field/definition.ts';
import { exponentOf } from '../../value/money.ts';
import { fold } from '../../value/text.ts';
import { currencyIn, recognizeAmounts } from '../column/amount.ts';
import { asMoment, type CustomReading, recognizeCustom } from '../column/custom.ts';
import { recognizeDates } from '../column/date.ts';
import { recognizePercentages } from '../column/percent.ts';
import { asItIs, isNothing, type Reading, type Recognizer } from '../column/reading.ts';
import type { Source } from '../file/source.ts';
import type { Meaning } from './field.ts';
import type { MappingOptions } from './options.ts';
import type { Resolved } from './resolve.ts';

export interface ColumnPlan {
  readonly column: string;
  readonly meaning: Meaning;
  readonly reading: Reading;
  /** Of a custom field that has to be made. */
  readonly type?: CustomFieldType | undefined;
  /** Three of its cells. */
  readonly samples: readonly string[];
}

export interface Survey {
  readonly kind: Source['kind'];
  readonly system: string | undefined;
  readonly columns: readonly ColumnPlan[];
  /** How many amounts are said to be in each currency, by its ISO 4217 code. */
  readonly currencies: ReadonlyMap<string, number>;
}

export interface SurveyOptions extends MappingOptions {
  readonly currency: string;
  readonly definitions: readonly CustomFieldDefinition[];
}

interface Watched extends Recognizer {
  readonly column: string;
  readonly meaning: Meaning;
  readonly samples: Set<string>;
  /** How many cells are objects of their own, and how many are not. */
  objects: number;
  values: number;
}

const shownSamples = 3;
const longestSample = 24;

export async function survey(source: Source, resolved: Resolved, options: SurveyOptions): Promise<Survey> {
  const { kind } = source;
  const watched = [...resolved.meanings].map(([column, meaning]): Watched => {
    return {
      column,
      meaning,
      samples: new Set(),
      objects: 0,
      values: 0,
      ...recognizerOf(column, meaning, kind, options),
    };
  });
  const currencies = new Map<string, number>();
  for await (const row of source.rows) {
    if ('reason' in row) continue;
    for (const one of watched) see(one, row.cells[one.column], currencies);
  }
  const columns = watched.map((one): ColumnPlan => {
    const { column, samples, objects, values } = one;
    const base = { column, samples: [...samples] };
    const meaning: Meaning = objects > 0 && values === 0 ? { kind: 'left out' } : one.meaning;
    if (meaning.kind === 'left out') return { ...base, meaning, reading: asItIs };
    const reading: Reading & Partial<Pick<CustomReading, 'type'>> = one.settle(column);
    const isEmpty = meaning.kind === 'custom' && reading.label === 'empty';
    return { ...base, meaning: isEmpty ? { kind: 'left out' } : meaning, reading, type: reading.type };
  });
  return { kind, system: resolved.system, columns, currencies };
}

function see(one: Watched, cell: unknown, currencies: Map<string, number>): void {
  if (cell === null || cell === undefined) return;
  if (typeof cell === 'object') {
    const items: readonly unknown[] = Array.isArray(cell) ? cell : [cell];
    if (items.some((item) => typeof item === 'object' && item !== null)) one.objects += 1;
    else if (items.length > 0) one.values += 1;
    for (const item of items) if (typeof item !== 'object') one.see(String(item));
    return;
  }
  one.values += 1;
  const text = String(cell);
  if (one.samples.size < shownSamples && text.trim() !== '') one.samples.add(shortened(text.trim()));
  one.see(text);
  const currency = currencyOf(one.meaning, text);
  if (currency !== undefined) currencies.set(currency, (currencies.get(currency) ?? 0) + 1);
}

const shortened = (text: string) => (text.length > longestSample ? `${text.slice(0, longestSample - 1)}…` : text);

function currencyOf(meaning: Meaning, text: string): string | undefined {
  if (meaning.kind !== 'field' || isNothing(text)) return undefined;
  if (meaning.name === 'value_currency') return text.trim().toUpperCase();
  return meaning.name === 'value' ? currencyIn(text) : undefined;
}

const plain: Recognizer = { see: () => {}, settle: () => asItIs };

function recognizerOf(column: string, meaning: Meaning, kind: Source['kind'], options: SurveyOptions): Recognizer {
  const { zone, dateFormat: order, decimal: mark, percentages, currency } = options;
  const date = (as: 'day' | 'moment') => recognizeDates({ as, zone, order, numbers: true });
  if (meaning.kind === 'left out') return plain;
  if (meaning.kind === 'custom') return customRecognizer(meaning, options);
  switch (meaning.name) {
    case 'value':
      // Objects of the API have minor units, which have one form.
      return isOfApi(column, kind) ? plain : recognizeAmounts({ decimals: exponentOf(currency), currency, mark });
    case 'confidence':
      if (isOfApi(column, kind)) return plain;
      return recognizePercentages(percentages, column === 'confidence' ? 'whole' : undefined);
    case 'date_won':
    case 'close_date':
      return date('day');
    case 'date_created':
    case 'date_lost':
    case 'moment':
      return date('moment');
    default:
      return plain;
  }
}

/** Objects with our own names are what the API gives: whole numbers. */
export const isOfApi = (column: string, kind: Source['kind']): boolean =>
  kind === 'objects' && (column === 'value' || column === 'confidence');

/** A field that is there already, or whose column says what it is, is read as such. */
function customRecognizer({ field }: Extract<Meaning, { kind: 'custom' }>, options: SurveyOptions): Recognizer {
  const { zone, dateFormat: order, decimal: mark, definitions } = options;
  const own = definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === 'opportunity'));
  const existing = own.find(({ id, name }) => id === field.name || fold(name) === fold(field.name));
  const type = existing?.type ?? field.type;
  const date = (as: 'day' | 'moment') => recognizeDates({ as, zone, order, numbers: true });
  switch (type) {
    case undefined:
      return recognizeCustom({ zone, order, mark });
    case 'number':
      return recognizeAmounts({ decimals: 15, currency: undefined, mark });
    case 'date':
      return date('day');
    case 'datetime': {
      const moments = date('moment');
      return { see: moments.see, settle: (column) => asMoment(moments.settle(column)) };
    }
    default:
      return plain;
  }
}
