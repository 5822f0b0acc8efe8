/** The keys of groups as columns of a statement: `key_0`, `key_1`, … */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { keyNames } from '../figures/rows.ts';
import type { RawKey } from './dimension.ts';

/** Keeps these groups, by one key at a time: a superset where several keys are combined, cut by the caller. */
export function amongKeys(
  dialect: Dialect,
  index: number,
  groups: readonly { readonly keys: readonly RawKey[] }[],
): RawBuilder<SqlBool> {
  const column = keyNames(index + 1)[index] ?? sql``;
  const keys = groups.map((group) => group.keys[index] ?? null);
  const named = dialect.isOneOf(column, [...new Set(keys.filter((key) => key !== null))]);
  return keys.includes(null) ? sql<SqlBool>`(${named} or ${column} is null)` : named;
}
