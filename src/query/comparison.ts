/** What a comparison of a field asks: one operator, one value. */
import type { Field } from '../filter/field.ts';
import { type Filter, isPart, limits, type Operator } from '../filter/filter.ts';
import { fieldOf } from '../filter/where.ts';
import { wordsOf } from '../filter/words.ts';
import { stalledFilter } from '../opportunity/stalled.ts';
import type { Comparator, Span, Value } from '../search/syntax.ts';
import { isId, kindOfId } from '../value/id.ts';
import { fold } from '../value/text.ts';
import { type ColumnField, type QueryField, type ReferenceField, some } from './field.ts';
import { tableOf } from './lookup.ts';
import { badComparison, badValue, notAmong } from './mistakes.ts';
import { ageOf, operandOf } from './operand.ts';
import { coreTable, type Reading } from './reading.ts';

export interface Comparison {
  readonly comparator: Comparator;
  readonly value: Value;
  /** All of it, for errors. */
  readonly span: Span;
}

export const not = (filter: Filter): Filter => ({ kind: 'not', filter });

/** @throws SEARCH_SYNTAX */
export function compare(field: QueryField, asked: Comparison, reading: Reading): Filter {
  if (asked.comparator === '!=') return not(compare(field, { ...asked, comparator: '=' }, reading));
  switch (field.kind) {
    case 'related':
      return isEmpty(field, asked.value)
        ? not(present(field, asked.span, reading))
        : some(field.relation, compare(field.field, asked, within(reading, field.relation)));
    case 'choice':
      return compareChoice(field.choices, asked, reading);
    case 'age':
      return ageOf(field.since, asked.value, reading).compare(operatorOf[asked.comparator]);
    case 'stalled':
      return compareStalled(asked, reading);
    case 'words':
      return compareWords(asked, reading);
    case 'slice':
      return compareSlice(asked, reading);
    case 'reference':
      return compareReference(field, asked, reading);
    case 'column':
      return compareColumn(field, asked, reading);
  }
}

export const within = (reading: Reading, relation: string): Reading => ({ ...reading, table: tableOf(relation) });

/** `field:*`. @throws SEARCH_SYNTAX where it makes no sense */
export function present(field: QueryField, span: Span, reading: Reading): Filter {
  switch (field.kind) {
    case 'related':
      return some(field.relation, present(field.field, span, within(reading, field.relation)));
    case 'reference':
      return { kind: 'present', field: field.id };
    case 'column':
      return field.present ?? { kind: 'present', field: field.field };
    case 'age':
      return { kind: 'present', field: field.since };
    case 'choice':
    case 'stalled':
    case 'slice':
    case 'words': {
      if (field.kind === 'choice' && field.present) return field.present;
      throw badComparison(span, reading, '`*` does not go with this field', ['a value']);
    }
  }
}

/** `field:""` and `field = ""` ask for what has no value. */
function isEmpty(field: QueryField, value: Value): boolean {
  if (field.kind === 'related') return isEmpty(field.field, value);
  return value.text === '' && !(field.kind === 'column' && field.verbatim);
}

/** The value, after making sure that nothing but equality is asked. */
function equality({ comparator, value, span }: Comparison, reading: Reading, what: string): Value {
  if (comparator === ':' || comparator === '=') return value;
  const problem = `${what} have no order, so \`${comparator}\` says nothing about them`;
  throw badComparison(span, reading, problem, [':', '=', '!=', 'in']);
}

function compareWords(asked: Comparison, reading: Reading): Filter {
  const { text } = equality(asked, reading, 'words');
  if (text.trim() !== '') return wordsOf(text);
  throw badValue(asked.value, reading, 'a word');
}

function compareSlice(asked: Comparison, reading: Reading): Filter {
  const { text } = equality(asked, reading, 'slices');
  const [, number = 0, of = 0] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (isPart(number, of)) return { kind: 'part', number, of };
  throw badValue(asked.value, reading, `a slice such as 1/10, of up to ${limits.parts}`);
}

function compareStalled(asked: Comparison, reading: Reading): Filter {
  const stalled = stalledFilter(reading.caller);
  return compareChoice({ yes: stalled, true: stalled, no: not(stalled), false: not(stalled) }, asked, reading);
}

function compareChoice(choices: Readonly<Record<string, Filter>>, asked: Comparison, reading: Reading): Filter {
  const { text } = equality(asked, reading, 'words');
  const chosen = new Map(Object.entries(choices)).get(fold(text));
  if (chosen) return chosen;
  throw notAmong(asked.value, reading, Object.keys(choices));
}

function compareReference(field: ReferenceField, asked: Comparison, reading: Reading): Filter {
  const { text, quoted } = equality(asked, reading, 'names');
  const core = coreTable(reading);
  if (text === '') return not({ kind: 'present', field: field.id });
  if (field.of === 'user' && isMe(asked.value)) return equals(field.id, reading.caller.userId);
  if (isId(text, field.of)) return equals(field.id, text);
  const word = fold(text);
  const types = field.type === undefined ? undefined : fieldOf(core, field.type);
  if (!quoted && types?.values?.includes(word)) {
    reading.warn(
      `Without quotes, ${text} is a type: it means all that are ${word}, whatever their status is called. The status that is called so is "${text}".`,
    );
    return equals(types.name, word);
  }
  return compareText(fieldOf(core, field.name), field.matching, asked);
}

const isMe = ({ text, quoted }: Value) => !quoted && fold(text) === 'me';

function compareColumn(column: ColumnField, asked: Comparison, reading: Reading): Filter {
  const field = fieldOf(coreTable(reading), column.field);
  if (isEmpty(column, asked.value)) {
    equality(asked, reading, 'what has no value');
    return not(present(column, asked.span, reading));
  }
  const operand = operandOf(field, asked.value, reading);
  if (operand) return operand.compare(operatorOf[asked.comparator]);
  const { text } = equality(asked, reading, unordered[field.type] ?? 'values');
  if (field.type === 'text') return compareText(field, column.matching, asked);
  if (field.type === 'enum') return equals(field.name, wordOf(field, asked.value, reading));
  return isPerson(column.field, reading) ? comparePerson(field, asked.value, reading) : equals(field.name, text);
}

const operatorOf: Readonly<Record<Comparator, Operator>> = {
  ':': 'eq',
  '=': 'eq',
  '!=': 'eq',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

const unordered: Readonly<Partial<Record<Field['type'], string>>> = { text: 'texts', id: 'ids', enum: 'words' };

const people: ReadonlySet<string> = new Set(['user_id', 'created_by', 'updated_by', 'assigned_to']);

function isPerson(field: string, { definitions }: Reading): boolean {
  return people.has(field) || definitions.some(({ id, type }) => type === 'user' && field.endsWith(id));
}

/** Compared with ids, a name would silently find nobody. */
function comparePerson({ name }: Field, value: Value, reading: Reading): Filter {
  if (isMe(value)) return equals(name, reading.caller.userId);
  if (value.text === '' || kindOfId(value.text) === 'user') return equals(name, value.text);
  throw badValue(value, reading, 'me, or the id of a user');
}

const equals = (field: string, value: string): Filter => ({ kind: 'compare', field, operator: 'eq', value });

function compareText({ name }: Field, matching: ColumnField['matching'], { comparator, value }: Comparison): Filter {
  if (comparator === ':' && matching === 'part') return { kind: 'contains', field: name, text: value.text };
  // Labels are also written as words of a program: `bad_fit` for «Bad fit».
  const spoken = value.text.replaceAll('_', ' ');
  if (matching === 'whole' && !value.quoted && spoken !== value.text) {
    return { kind: 'in', field: name, values: [value.text, spoken] };
  }
  return equals(name, value.text);
}

/** `one time` and `one-time` are `one_time`. */
function wordOf({ values = [] }: Field, value: Value, reading: Reading): string {
  const word = fold(value.text)
    .trim()
    .replaceAll(/[\s-]+/g, '_');
  if (values.includes(word)) return word;
  throw notAmong(value, reading, values);
}
