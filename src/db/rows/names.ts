/** Names within one statement. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Column, Relation } from './model.ts';

/** Each table that is read has a name of its own. */
export interface Aliases {
  next(): string;
}

export function createAliases(): Aliases {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `t${count}`;
    },
  };
}

export const columnRef = (alias: string, { column }: Pick<Column, 'column'>): RawBuilder<unknown> =>
  sql.ref(`${alias}.${column}`);

export function joined({ on }: Relation, parent: string, child: string): RawBuilder<SqlBool> {
  return sql.join(
    on.map(([from, to]) => sql`${sql.ref(`${child}.${to}`)} = ${sql.ref(`${parent}.${from}`)}`),
    sql` and `,
  ) as RawBuilder<SqlBool>;
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
