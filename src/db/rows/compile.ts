/**
 * Rows with what is selected of them and around them, as ONE statement: what there is one of is joined, what there are many
 * of comes as JSON. Prisma sends a statement for each relation, each compiled and carried by a machinery of its own: it took
 * most of what a page of fifty cost.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';
import { conditionOf } from './condition.ts';
import { type Found, sourceOf } from './found.ts';
import { type Column, type ModelName, modelOf, type ScalarType } from './model.ts';
import { columnRef, createAliases, joined } from './names.ts';
import { type OrderKey, orderOf } from './order.ts';
import { join, type Scope } from './scope.ts';
import { type RowArguments, type SelectedRelation, selectionOf } from './selection.ts';
import { intoJson } from './value.ts';

/** Where in a row of the answer the parts of an object stand. */
export interface Shape {
  readonly columns: readonly { readonly name: string; readonly at: number; readonly type: ScalarType }[];
  /** `present`: null there, if there is none. */
  readonly ones: readonly { readonly name: string; readonly present: number; readonly shape: Shape }[];
  readonly lists: readonly { readonly name: string; readonly at: number; readonly shape: Shape }[];
}

export interface CompiledRows {
  readonly query: RawBuilder<Record<string, unknown>>;
  readonly shape: Shape;
}

/** How columns of the answer are called: by their number. */
export const answerColumn = (index: number): string => `c${index}`;

export function compileRows(model: ModelName, args: RowArguments, dialect: Dialect): CompiledRows {
  const { scope, alias, table, shape, values } = begin(model, args, dialect);
  const where = conditionOf(modelOf(model), alias, args.where ?? {}, scope.aliases, dialect);
  const order = orderOf(model, alias, args.orderBy, scope);
  const query = sql<Record<string, unknown>>`select ${values} from ${table} ${all(scope.joins)}
    where ${where} ${orderBy(order)} ${limit(args, dialect)}`;
  return { query, shape };
}

/** @param args what is selected of the rows; which they are, and their order, says what was found */
export function compileFound(model: ModelName, args: RowArguments, found: Found, dialect: Dialect): CompiledRows {
  const { scope, alias, table, shape, values } = begin(model, args, dialect);
  const { columns, from, order } = sourceOf(found, table, sql.ref(`${alias}.id`));
  const query = sql<Record<string, unknown>>`select ${columns}, ${values} from ${from} ${all(scope.joins)} ${order}`;
  return { query, shape };
}

function begin(model: ModelName, args: RowArguments, dialect: Dialect) {
  const scope: Scope = { aliases: createAliases(), dialect, values: [], joins: [], isJson: false };
  const alias = scope.aliases.next();
  const shape = select(model, alias, args, scope);
  const table = sql`${sql.table(modelOf(model).table)} as ${sql.ref(alias)}`;
  const values = sql.join(scope.values.map((value, index) => sql`${value} as ${sql.ref(answerColumn(index))}`));
  return { scope, alias, table, shape, values };
}

function select(model: ModelName, alias: string, args: RowArguments, scope: Scope): Shape {
  const { columns, relations } = selectionOf(model, args);
  const own = columns.map(([name, column]) => ({ name, at: add(scope, alias, column), type: column.type }));
  const single = relations.filter(({ relation }) => !relation.isList);
  const several = relations.filter(({ relation }) => relation.isList);
  return {
    columns: own,
    ones: single.map((one) => joinOne(alias, one, scope)),
    lists: several.map((list) => ({ name: list.name, ...listOf(alias, list, scope) })),
  };
}

function add(scope: Scope, alias: string, column: Column): number {
  const ref = columnRef(alias, column);
  scope.values.push(scope.isJson ? intoJson(ref, column.type, scope.dialect) : ref);
  return scope.values.length - 1;
}

function joinOne(parent: string, { name, relation, args }: SelectedRelation, scope: Scope): Shape['ones'][number] {
  if (args.where || args.orderBy || args.take !== undefined) throw new Error(`of ${name} there is only one`);
  const child = join(parent, relation, scope);
  const [, key = ''] = relation.on.at(-1) ?? [];
  const present = add(scope, child, { column: key, type: 'String' });
  return { name, present, shape: select(relation.model, child, args, scope) };
}

function listOf(parent: string, { name, relation, args }: SelectedRelation, scope: Scope) {
  if (args.take !== undefined || args.skip !== undefined) throw new Error(`${name} is read whole, or by its own query`);
  const inner: Scope = { ...scope, values: [], joins: [], isJson: true };
  const child = scope.aliases.next();
  const shape = select(relation.model, child, args, inner);
  const model = modelOf(relation.model);
  const where = conditionOf(model, child, args.where ?? {}, scope.aliases, scope.dialect);
  const order = orderOf(relation.model, child, args.orderBy, inner);
  const row = scope.dialect.jsonRow(inner.values);
  scope.values.push(sql`(select ${scope.dialect.jsonRows(row, orderBy(order))}
    from ${sql.table(model.table)} as ${sql.ref(child)} ${all(inner.joins)}
    where ${joined(relation, parent, child)} and ${where})`);
  return { at: scope.values.length - 1, shape };
}

const all = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql` `);

function orderBy(keys: readonly OrderKey[]): RawBuilder<unknown> {
  if (keys.length === 0) return sql``;
  return sql`order by ${sql.join(keys.map(({ column, descending }) => (descending ? sql`${column} desc` : column)))}`;
}

function limit({ take, skip }: RowArguments, { provider }: Dialect): RawBuilder<unknown> {
  if (take === undefined && skip === undefined) return sql``;
  // SQLite has no offset without a limit.
  const most = take ?? (provider === 'sqlite' ? -1 : null);
  return skip === undefined ? sql`limit ${most}` : sql`limit ${most} offset ${skip}`;
}
