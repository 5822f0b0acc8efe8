/**
 * `printFilter`: a filter as a search that means it in full: the same to everyone of the organization, at any time. It is the
 * inverse of `filterFromQuery`, but for the nesting of `and` and `or`, lists of one value and lists of moments.
 *
 * What no search can say, and no input of GraphQL or REST has reason to ask: order among texts, ids and words; people whose
 * ids are none; words with blanks in them. Nor can it say more than a search may have: 2,000 characters, 100 terms, amounts
 * of 15 digits before the point, moments of the years 1 to 9999.
 */
import { isCustomFieldName } from '../custom-field/table.ts';
import { DomainError } from '../errors.ts';
import type { Field } from '../filter/field.ts';
import type { Filter, Value as FilterValue, Operator } from '../filter/filter.ts';
import { fieldOf } from '../filter/where.ts';
import { isPlain, printTree } from '../search/print.ts';
import { type Comparator, join, type Name, type Syntax, type Value } from '../search/syntax.ts';
import { formatMajor } from '../value/money.ts';
import { formatInstant, type Instant } from '../value/period.ts';
import { within } from './comparison.ts';
import { lookUp } from './lookup.ts';
import { spelling } from './names.ts';
import { coreTable, openReading, type QueryOptions, type Reading } from './reading.ts';

/** @throws INVALID_FILTER for a comparison that has no spelling, or a field that there is not */
export function printFilter(filter: Filter, options: QueryOptions): string {
  return printTree(spell(filter, openReading('', options)));
}

const nowhere = { start: 0, end: 0 };
const everything: Syntax = { kind: 'every', ...nowhere };
const nothing: Syntax = { kind: 'not', term: everything, ...nowhere };

function spell(filter: Filter, reading: Reading): Syntax {
  switch (filter.kind) {
    case 'every':
      return everything;
    case 'and':
    case 'or': {
      const [first, ...others] = filter.filters.map((part) => spell(part, reading));
      if (first) return join(filter.kind, first, ...others);
      return filter.kind === 'and' ? everything : nothing;
    }
    case 'not':
      return { kind: 'not', term: spell(filter.filter, reading), ...nowhere };
    case 'word':
      return isWord(filter.text) ? { ...filter, ...nowhere } : compared('words', ':', quoted(filter.text));
    case 'phrase':
      return { ...filter, ...nowhere };
    case 'part':
      return compared('slice', ':', { text: `${filter.number}/${filter.of}`, quoted: false, ...nowhere });
    case 'some': {
      const query = spell(filter.filter, within(reading, filter.relation));
      return { kind: 'nested', name: nameOf(filter.relation), query, ...nowhere };
    }
    case 'figure':
      throw new DomainError('INVALID_FILTER', 'No search asks for a figure of opportunities that match a filter.');
    case 'present':
      return { kind: 'present', field: nameOf(spellingOf(filter.field, reading)), ...nowhere };
    case 'contains':
      return spellContains(filter.field, filter.text, reading);
    case 'compare':
      return spellCompare(filter.field, filter.operator, filter.value, reading);
    case 'in':
      return spellList(filter.field, filter.values, reading);
  }
}

/** Other languages write `and`, `or` and `not` so: a search refuses them. */
const foreign: ReadonlySet<string> = new Set(['&&', '||', '!']);
const isWord = (text: string) => isPlain(text) && !foreign.has(text);

const nameOf = (text: string): Name => ({ text, ...nowhere });
const quoted = (text: string): Value => ({ text, quoted: true, ...nowhere });

function compared(field: string, comparator: Comparator, value: Value): Syntax {
  return { kind: 'compare', field: nameOf(field), comparator, value, ...nowhere };
}

function spellingOf(field: string, reading: Reading): string {
  const { name } = fieldOf(coreTable(reading), field);
  return isCustomFieldName(name) ? name : (spelling[name] ?? name);
}

/** Whether `:` asks for the whole text. */
function isWhole(name: string, reading: Reading): boolean {
  const field = lookUp(nameOf(name), reading);
  return field.kind === 'column' && field.matching === 'whole';
}

function spellContains(field: string, text: string, reading: Reading): Syntax {
  const name = spellingOf(field, reading);
  const intoIt = text === '' || isWhole(name, reading);
  return compared(intoIt ? `text.${name}` : name, ':', quoted(text));
}

const comparators: Readonly<Record<Operator, Comparator>> = { eq: ':', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const unordered: ReadonlySet<Field['type']> = new Set(['text', 'id', 'enum']);

function spellCompare(field: string, operator: Operator, value: FilterValue, reading: Reading): Syntax {
  const { type } = fieldOf(coreTable(reading), field);
  if (operator !== 'eq' && unordered.has(type)) {
    throw new DomainError('INVALID_FILTER', `No search asks for ${field} ${comparators[operator]} ${String(value)}.`);
  }
  // `field:""` means that there is no value.
  if (value === '') return spellList(field, [value], reading);
  const name = spellingOf(field, reading);
  const partly = operator === 'eq' && type === 'text' && !isWhole(name, reading);
  return compared(name, partly ? '=' : comparators[operator], spellValue(type, value, reading));
}

function spellList(field: string, values: readonly FilterValue[], reading: Reading): Syntax {
  if (values.length === 0) return nothing;
  const { type } = fieldOf(coreTable(reading), field);
  const spelled = values.map((value) => spellValue(type, value, reading));
  return { kind: 'in', field: nameOf(spellingOf(field, reading)), values: spelled, ...nowhere };
}

function spellValue(type: Field['type'], value: FilterValue, { caller }: Reading): Value {
  const text = type === 'instant' ? formatInstant(Number(value) as Instant) : shown(value, caller.currency);
  return { text, quoted: type === 'text' || type === 'id' || !isPlain(text, 'value'), ...nowhere };
}

function shown(value: FilterValue, currency: string): string {
  return typeof value === 'bigint' ? formatMajor(value, currency) : String(value);
}
