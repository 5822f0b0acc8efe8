/** One select of a statement, while it is put together. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';
import { modelOf, type Relation } from './model.ts';
import { type Aliases, joined } from './names.ts';

export interface Scope {
  readonly aliases: Aliases;
  readonly dialect: Dialect;
  readonly values: RawBuilder<unknown>[];
  readonly joins: RawBuilder<unknown>[];
  /** Whether its rows are parts of a JSON list. */
  readonly isJson: boolean;
}

/** @returns the name of the joined table */
export function join(parent: string, relation: Relation, { aliases, joins }: Scope): string {
  const child = aliases.next();
  const { table } = modelOf(relation.model);
  joins.push(sql`left join ${sql.table(table)} as ${sql.ref(child)} on ${joined(relation, parent, child)}`);
  return child;
}
