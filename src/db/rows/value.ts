/** Values on their way out: alone, in a driver's types; within a list, in JSON, where a double would not hold every amount. */
import { type RawBuilder, sql } from 'kysely';
import { type Instant, toDate } from '../../value/period.ts';
import type { Dialect } from '../dialect.ts';
import type { ScalarType } from './model.ts';

/** A column as a value of JSON. */
export function intoJson(column: RawBuilder<unknown>, type: ScalarType, dialect: Dialect): RawBuilder<unknown> {
  switch (type) {
    case 'BigInt':
      return sql`cast(${column} as text)`;
    case 'Float':
      return dialect.jsonValue(column, 'double');
    case 'DateTime':
      return dialect.jsonValue(column, 'instant');
    case 'Json':
      return dialect.jsonValue(column, 'json');
    case 'String':
    case 'Int':
    case 'Boolean':
      return column;
  }
}

/** What Prisma would have given, from either way out and either driver. */
export function decode(value: unknown, type: ScalarType, isJson: boolean): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'BigInt':
      return BigInt(value as string | number | bigint);
    case 'DateTime':
      return value instanceof Date ? value : toDate(Number(value) as Instant);
    case 'Boolean':
      return Boolean(value);
    case 'Json':
      return isJson || typeof value !== 'string' ? value : JSON.parse(value);
    case 'Int':
    case 'Float':
      return Number(value);
    case 'String':
      return value;
  }
}
