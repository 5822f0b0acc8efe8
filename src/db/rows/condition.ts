/** Conditions in Prisma's words, as SQL: those that are used here. One that is not known is a fault, never passed over. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';
import { type Model, modelOf, type Relation } from './model.ts';
import { type Aliases, columnRef, isObject, joined } from './names.ts';

export type Condition = RawBuilder<SqlBool>;

const everything = sql<SqlBool>`1 = 1`;

export function conditionOf(model: Model, alias: string, where: object, aliases: Aliases, dialect: Dialect): Condition {
  const parts = Object.entries(where).flatMap(([name, wanted]) => {
    if (wanted === undefined) return [];
    if (name === 'AND' || name === 'OR') {
      const all = (Array.isArray(wanted) ? wanted : [wanted]).map((part: object) =>
        conditionOf(model, alias, part, aliases, dialect),
      );
      return name === 'AND' ? all : [anyOf(all)];
    }
    const column = model.columns[name];
    if (column) return [compare(columnRef(alias, column), wanted, dialect, name)];
    const relation = model.relations[name];
    if (relation && isObject(wanted)) return [related(alias, relation, wanted, aliases, dialect, name)];
    throw new Error(`a condition on ${name} is not understood`);
  });
  return parts.length === 0 ? everything : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

const anyOf = (parts: readonly Condition[]) =>
  parts.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`;

function compare(column: RawBuilder<unknown>, wanted: unknown, dialect: Dialect, name: string): Condition {
  if (wanted === null) return sql<SqlBool>`${column} is null`;
  if (!isObject(wanted)) return sql<SqlBool>`${column} = ${wanted}`;
  const [[operator, value] = [], ...more] = Object.entries(wanted);
  if (more.length === 0 && operator === 'in' && Array.isArray(value)) {
    return sql<SqlBool>`${dialect.isOneOf(column, value)}`;
  }
  if (more.length === 0 && operator === 'equals') return compare(column, value, dialect, name);
  if (more.length === 0 && operator === 'not' && !isObject(value)) {
    return value === null ? sql<SqlBool>`${column} is not null` : sql<SqlBool>`${column} <> ${value}`;
  }
  throw new Error(`the condition ${JSON.stringify(wanted)} on ${name} is not understood`);
}

/** `{ some: … }` of a list, or what holds for the one that there is. */
function related(
  alias: string,
  relation: Relation,
  wanted: object,
  aliases: Aliases,
  dialect: Dialect,
  name: string,
): Condition {
  const [[quantifier, inner] = [], ...more] = Object.entries(wanted);
  const some = relation.isList && quantifier === 'some' && more.length === 0;
  if (relation.isList && !some) throw new Error(`the condition ${JSON.stringify(wanted)} on ${name} is not understood`);
  const other = modelOf(relation.model);
  const child = aliases.next();
  const holds = conditionOf(other, child, some ? inner : wanted, aliases, dialect);
  return sql<SqlBool>`exists (select 1 from ${sql.table(other.table)} as ${sql.ref(child)}
    where ${joined(relation, alias, child)} and ${holds})`;
}
