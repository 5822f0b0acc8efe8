import type { Query } from '../../src/search/syntax.ts';

/** What a query says, without where it says it. */
export function withoutPositions(query: Query): unknown {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));
}
