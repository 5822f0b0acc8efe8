/** Random filters over every field of the tables, with operands of its type: whatever a search can say. */
import fc from 'fast-check';
import { catalogOf } from '../../src/catalog.ts';
import {
  type CustomFieldDefinition,
  type CustomFieldType,
  customFieldTypes,
} from '../../src/custom-field/definition.ts';
import type { Field, Table } from '../../src/filter/field.ts';
import type { Filter, Operator, Value } from '../../src/filter/filter.ts';

const objects = ['opportunity', 'lead'] as const;

/** One of each type, of opportunities and of leads alike. */
export const definitions = customFieldTypes.map(
  (type: CustomFieldType): CustomFieldDefinition => ({
    ...({ id: `cf_${type}`, name: `My ${type}`, type } as CustomFieldDefinition),
    choices: null,
    objects: objects.map((objectType) => ({ objectType, required: false, position: 0 })),
  }),
);
const { tables } = catalogOf(definitions);

/** Words that the grammar knows, and characters that mean something to it or to a database. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'and',
    'NOT',
    '*',
    '&&',
    'me',
    'a*',
    'sort',
    'in',
    '30 days ago',
    'last week',
    'C:\\',
    '"',
    '\\"',
  ),
  fc.constantFrom(
    '1..5',
    '-x',
    "it's",
    '50%',
    'a_b',
    'é',
    'ß',
    'İ',
    '🚀',
    'Straße 1',
    ':',
    '(a)',
    'a,b',
    '..',
    '...',
    '>=',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const id = fc.oneof(
  fc.constantFrom('user_x', 'oppo_1', ''),
  fc.string({ maxLength: 4 }).filter((one) => one !== 'me'),
);
const person = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom(...'aZ09_') }).map((end) => `user_${end}`);
const largestAmount = 999_999_999_999_999n;
const earliest = Date.parse('0001-01-01');

function operand({ name, type, values = [] }: Field): fc.Arbitrary<Value> {
  switch (type) {
    case 'text':
      return text;
    case 'id':
      return /user|_by$|^assigned_to$/.test(name) ? person : id;
    case 'enum':
      return fc.constantFrom(...values);
    case 'money':
    case 'weighted':
      return fc.oneof(fc.bigInt({ min: -largestAmount, max: largestAmount }), fc.bigInt({ min: -200n, max: 200n }));
    case 'integer':
      return fc.integer();
    case 'number':
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((number) => number + 0);
    case 'date':
      return fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'instant':
      return fc.oneof(
        fc.integer({ min: earliest, max: Date.UTC(9999, 11, 30) }),
        fc.constantFrom(0, Date.UTC(2026, 0, 1)),
      );
  }
}

const ordered: ReadonlySet<Field['type']> = new Set(['money', 'weighted', 'integer', 'number', 'date', 'instant']);
const operators: readonly Operator[] = ['eq', 'lt', 'lte', 'gt', 'gte'];

function ofField(field: Field): fc.Arbitrary<Filter> {
  const { name, type } = field;
  const value = operand(field);
  const operator = ordered.has(type) ? fc.constantFrom(...operators) : fc.constant<Operator>('eq');
  const contains = text.map((part): Filter => ({ kind: 'contains', field: name, text: part }));
  return fc.oneof(
    fc.record({ kind: fc.constant('compare' as const), field: fc.constant(name), operator, value }),
    fc.array(value, { maxLength: 3 }).map((values): Filter => ({ kind: 'in', field: name, values })),
    fc.constant<Filter>({ kind: 'present', field: name }),
    ...(type === 'text' ? [contains] : []),
  );
}

const word = text.map((part) => part.replaceAll(/\s/g, '')).filter((part) => part !== '');
const words = fc.oneof(
  word.map((part): Filter => ({ kind: 'word', text: part })),
  text.filter((part) => part.trim() !== '').map((part): Filter => ({ kind: 'phrase', text: part })),
);

const part = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
  .map(([a, b]): Filter => ({ kind: 'part', number: Math.min(a, b), of: Math.max(a, b) }));

function tableOf(name: string): Table {
  const table = tables.get(name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
}

/** @param depth how many levels of conditions there may be below this one */
export function anyFilter(table: 'opportunity' | 'lead', depth = 3): fc.Arbitrary<Filter> {
  return within(tableOf(table), depth);
}

function within(table: Table, depth: number): fc.Arbitrary<Filter> {
  const fields = fc.constantFrom(...table.fields.values()).chain(ofField);
  const leaf = fc.oneof({ arbitrary: fields, weight: 4 }, words, part, fc.constant<Filter>({ kind: 'every' }));
  if (depth === 0) return leaf;
  const inner = fc.constant(undefined).chain(() => within(table, depth - 1));
  const related = fc
    .constantFrom(...table.relations.values())
    .chain((relation) =>
      within(tableOf(relation.table), depth - 1).map(
        (filter): Filter => ({ kind: 'some', relation: relation.name, filter }),
      ),
    );
  return fc.oneof(
    { arbitrary: leaf, weight: 3 },
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(inner, { maxLength: 3 }) }),
    inner.map((filter): Filter => ({ kind: 'not', filter })),
    related,
  );
}

export const isMoment = (field: string): boolean =>
  [...tables.values()].some((table) => table.fields.get(field)?.type === 'instant');
