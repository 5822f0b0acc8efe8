/** What is said of a search that cannot be answered; no database is needed for it. */
import { DomainError } from '../../src/errors.ts';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import type { QueryOptions } from '../../src/query/reading.ts';
import { utc } from '../../src/value/period.ts';
import { now } from './office.ts';

export const anybody: QueryOptions = {
  table: 'opportunity',
  caller: { userId: 'user_ada', currency: 'USD', zone: utc, now },
  definitions: [],
};

export function mistakeIn(text: string, options: Partial<QueryOptions> = {}): DomainError {
  try {
    filterFromQuery(text, { ...anybody, ...options });
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`No mistake was found in ${text}`);
}
