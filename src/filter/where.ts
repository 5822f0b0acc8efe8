/**
 * `compileWhere`: the only maker of a `Where`, and the only place that adds the organization. Everything that reads rows
 * takes a `Where`, so that a query without a tenant is not an expression that type-checks.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { DomainError, inPlace } from '../errors.ts';
import { leastWeighted, withinReach } from '../value/money.ts';
import { type Instant, parseCalendarDate, toDate } from '../value/period.ts';
import { assertText, fold, nearest } from '../value/text.ts';
import { wordsIn } from '../value/word.ts';
import { assertBounded } from './bounds.ts';
import type { Column, Field, FieldType, Relation, Scope, Table, Test } from './field.ts';
import { type Figure, type Filter, isPart, limits, type Operator, type Value } from './filter.ts';
import { placeOf } from './place.ts';

declare const brand: unique symbol;

/** Which rows of one table one caller asks about: compiled once, it serves list, count, aggregates and groups alike. */
export interface Where {
  readonly [brand]: true;
  readonly table: Table;
  readonly scope: Scope;
  readonly filter: Filter;
  readonly expression: RawBuilder<SqlBool>;
}

/** @throws FILTER_TOO_COMPLEX, INVALID_FILTER */
export function compileWhere(table: Table, filter: Filter, context: Omit<Scope, 'alias'>): Where {
  assertBounded(filter);
  const scope: Scope = { ...context, alias: table.alias };
  const tenant = ofTenant(scope);
  const expression = filter.kind === 'every' ? tenant : sql<SqlBool>`${tenant} and ${compile(table, filter, scope)}`;
  return { table, scope, filter, expression } as Where;
}

/** The table, to be asked for one thing of its rows: `figure`. */
export function figureTable(table: Table, figure: Figure): Table {
  const field = table.figures?.compared(figure);
  if (!field) throw new Error(`${table.name} has no figures`);
  return { ...table, fields: new Map([['figure', field]]) };
}

/** The condition alone, for rows that another one has bound to the organization. */
export const matching = (table: Table, filter: Filter, scope: Scope) => compile(table, filter, scope);

function ofTenant({ alias, organizationId, dialect }: Scope): RawBuilder<SqlBool> {
  return dialect.metByMany(sql`${sql.ref(`${alias}.organization_id`)} = ${organizationId}`);
}

function compile(table: Table, filter: Filter, scope: Scope): RawBuilder<SqlBool> {
  return inPlace(placeOf(filter), () => expressionOf(table, filter, scope));
}

function expressionOf(table: Table, filter: Filter, scope: Scope): RawBuilder<SqlBool> {
  switch (filter.kind) {
    case 'every':
      return sql`true`;
    case 'and':
      return filter.filters.length === 0 ? sql`true` : both(table, filter.filters, scope);
    case 'or':
      return anyOf(filter.filters.map((part) => compile(table, part, scope)));
    case 'not':
      // `is not true`, for NULL is not a match: what `not` finds is exactly what the filter does not find.
      return sql`((${compile(table, filter.filter, scope)}) is not true)`;
    case 'compare': {
      const field = fieldOf(table, filter.field);
      return compareField(field, filter.operator, filter.value, scope);
    }
    case 'in': {
      const field = fieldOf(table, filter.field);
      if (field.compare) return anyOf(filter.values.map((value) => compareField(field, 'eq', value, scope)));
      return field.where(scope, (column) => isOneOf(field, column, filter.values, scope));
    }
    case 'present': {
      const field = fieldOf(table, filter.field);
      return field.where(scope, (column) =>
        field.type === 'text' ? sql`${column} <> ''` : sql`${column} is not null`,
      );
    }
    case 'contains': {
      const field = fieldOf(table, filter.field);
      if (field.type !== 'text') throw invalid(`${field.name} is no text: compare it with a value instead.`, field);
      const text = fold(assertText(filter.text));
      return field.where(scope, (column, index) => scope.dialect.contains(column, text, index));
    }
    case 'word':
    case 'phrase': {
      const words = wordsIn(fold(assertText(filter.text, longestWord)));
      const whole = filter.kind === 'phrase';
      return words.length === 0
        ? sql`true`
        : searched(table, scope, (column, index) => scope.dialect.hasWords(column, words, whole, index));
    }
    case 'part':
      return partOf(filter, scope);
    case 'figure':
      // First alone: what is wrong with it is not wrong with what the figure is compared with.
      some(relationOf(table, table.figures?.relation ?? ''), filter.figure.of, scope);
      return compile(figureTable(table, filter.figure), filter.is, scope);
    case 'some':
      return some(relationOf(table, filter.relation), filter.filter, scope);
  }
}

/** Of row keys, which both databases divide alike; a hash of the id would be another one on each. */
function partOf({ number, of }: Extract<Filter, { kind: 'part' }>, { alias }: Scope): RawBuilder<SqlBool> {
  if (isPart(number, of)) return sql`${sql.ref(`${alias}.row_key`)} % ${of} = ${number - 1}`;
  const message = `There is no part ${number} of ${of}: count from 1, to ${limits.parts} at most.`;
  throw new DomainError('INVALID_FILTER', message);
}

/** SQLite refuses patterns of more than 50,000 bytes. */
const longestWord = 2000;

/**
 * The rows that have it in one text or another. Each text finds its rows by itself, because no index serves an `or` of
 * conditions on several tables: a rare word among 200,000 rows took 600 ms so, and takes 10.
 */
function searched({ name, alias, searched: texts }: Table, scope: Scope, test: Test): RawBuilder<SqlBool> {
  // Events have none.
  if (texts.length === 0) return sql`1 = 0`;
  const found = texts.map((text) => text.where(scope, test));
  if (scope.rowsInQuery?.has(name) || scope.isLed) return sql`(${sql.join(found, sql` or `)})`;
  const row = sql.ref(`${alias}.row_key`);
  const selects = found.map(
    (condition) =>
      sql`select ${row} from ${sql.table(name)} as ${sql.ref(alias)} where ${ofTenant(scope)} and ${condition}`,
  );
  return sql`${row} in (${sql.join(selects, sql` union all `)})`;
}

function relationOf(table: Table, name: string): Relation {
  const relation = table.relations.get(name);
  if (!relation) throw unknown(table, 'relation', name, table.relations.keys());
  return relation;
}

function some(relation: Relation, filter: Filter, scope: Scope): RawBuilder<SqlBool> {
  const related = scope.tables.get(relation.table);
  if (!related) throw new Error(`no table ${relation.table} is registered`);
  const { name, alias } = related;
  const inner = { ...scope, alias };
  const matches = compile(related, filter, inner);
  return sql`${sql.ref(`${scope.alias}.${relation.from}`)} in (select ${sql.ref(`${alias}.${relation.to}`)} from ${sql.table(name)} as ${sql.ref(alias)} where ${ofTenant(inner)} and ${matches})`;
}

/** The longest word leads to the rows, and on those the others are tried: a search has up to a hundred. */
function both(table: Table, filters: readonly Filter[], scope: Scope): RawBuilder<SqlBool> {
  const words = filters.filter((filter) => filter.kind === 'word' || filter.kind === 'phrase');
  const longest = words.reduce((length, { text }) => Math.max(length, text.length), 0);
  const leading = words.find(({ text }) => text.length === longest);
  const parts = filters.map((filter) => {
    const isLed = leading !== undefined && filter !== leading && looksAtEach.has(filter.kind);
    return compile(table, filter, isLed ? { ...scope, isLed } : scope);
  });
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** What can be looked up on the rows that a word leads to. */
const looksAtEach: ReadonlySet<Filter['kind']> = new Set(['word', 'phrase', 'compare', 'figure']);

export function fieldOf(table: Table, name: string): Field {
  const field = table.fields.get(name);
  if (!field) throw unknown(table, 'field', name, table.fields.keys());
  return field;
}

export const symbols: Readonly<Record<Operator, RawBuilder<unknown>>> = {
  eq: sql`=`,
  lt: sql`<`,
  lte: sql`<=`,
  gt: sql`>`,
  gte: sql`>=`,
};

function compareField(field: Field, operator: Operator, value: Value, scope: Scope): RawBuilder<SqlBool> {
  if (field.compare) return field.compare(scope, operator, parameter(field, value));
  return field.where(scope, (column) => compare(field, column, operator, value));
}

function compare(field: Field, column: Column, operator: Operator, value: Value): RawBuilder<SqlBool> {
  const operand = parameter(field, value);
  if (field.type === 'weighted') return compareWeighted(column, operator, withinReach(operand as bigint));
  const stored = typeof operand === 'bigint' ? withinReach(operand) : operand;
  return sql`${column} ${symbols[operator]} ${stored}`;
}

/** Rounding grows with its argument, so a bound on the rounded figure is a bound on the unrounded one. */
function compareWeighted(column: Column, operator: Operator, expected: bigint): RawBuilder<SqlBool> {
  const least = leastWeighted(expected);
  const next = leastWeighted(expected + 1n);
  switch (operator) {
    case 'eq':
      return sql`(${column} >= ${least} and ${column} < ${next})`;
    case 'gte':
      return sql`${column} >= ${least}`;
    case 'gt':
      return sql`${column} >= ${next}`;
    case 'lt':
      return sql`${column} < ${least}`;
    case 'lte':
      return sql`${column} < ${next}`;
  }
}

function isOneOf(field: Field, column: Column, values: readonly Value[], scope: Scope): RawBuilder<SqlBool> {
  const [only] = values;
  if (only === undefined) return sql`false`;
  if (values.length === 1) return compare(field, column, 'eq', only);
  if (field.type === 'id' || field.type === 'enum' || field.type === 'text' || field.type === 'date') {
    return scope.dialect.isOneOf(
      column,
      values.map((value) => String(parameter(field, value))),
    );
  }
  return anyOf(values.map((value) => compare(field, column, 'eq', value)));
}

function anyOf(parts: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

/** A value as the databases take it. @throws INVALID_FILTER when it is not of the field's type: SQL would fail, or guess. */
function parameter({ name, type }: Field, value: Value): unknown {
  switch (type) {
    case 'text':
      if (typeof value === 'string') return fold(assertText(value));
      break;
    case 'id':
    case 'enum':
      if (typeof value === 'string') return assertText(value);
      break;
    case 'date':
      if (typeof value === 'string' && parseCalendarDate(value) !== undefined) return value;
      break;
    case 'instant':
      if (typeof value === 'number') return toDate(value as Instant);
      break;
    case 'integer':
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      break;
    case 'money':
    case 'weighted':
      if (typeof value === 'bigint') return value;
      break;
  }
  const shown = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  throw new DomainError('INVALID_FILTER', `${name} is compared with ${kinds[type]}, not with ${shown}.`);
}

const kinds: Readonly<Record<FieldType, string>> = {
  id: 'an id',
  enum: 'one of its words',
  text: 'text',
  money: 'an amount',
  weighted: 'an amount',
  integer: 'a whole number',
  number: 'a number',
  date: 'a calendar date',
  instant: 'an instant',
};

function unknown(table: Table, what: string, name: string, known: Iterable<string>): DomainError {
  const suggestion = nearest(name, known);
  const hint = suggestion ? ` Did you mean ${suggestion}?` : '';
  return new DomainError('INVALID_FILTER', `${table.name} has no ${what} ${JSON.stringify(name)}.${hint}`);
}

function invalid(message: string, field: Field): DomainError {
  return new DomainError('INVALID_FILTER', message, { path: [field.name] });
}
