/** `drillDown` of a group of changes, and `within` of their lists. Marked, lest a group of opportunities be taken for one of changes. */
import type { GraphQLSchema } from 'graphql';
import type { When } from '../../caller.ts';
import { DomainError } from '../../errors.ts';
import { every, type Filter } from '../../filter/filter.ts';
import { utc } from '../../value/period.ts';
import { drillDownOf, filterOfDrillDown } from '../drill-down.ts';
import { filterFromJson } from '../filter/coerce.ts';
import { statusChangeFilter } from '../filter/shapes.ts';
import type { WithinArgument } from '../filter/within.ts';

export const drillDownOfChanges = (filter: object): string => drillDownOf({ statusChanges: filter });

/** @throws INVALID_FILTER, FILTER_TOO_COMPLEX */
export function changesWithin({ within }: WithinArgument, schema: GraphQLSchema, when: When): Filter {
  if (within == null) return every;
  const read = filterOfDrillDown(within) as { readonly statusChanges?: unknown } | null | undefined;
  return filterFromJson(read?.statusChanges ?? null, {
    ...{ schema, shape: statusChangeFilter, when: { ...when, zone: utc }, argument: 'within', refuse: unknownGroup },
  });
}

function unknownGroup(): DomainError {
  const message = 'This is not one of ours: take the `drillDown` of a group of changes, as it is.';
  return new DomainError('INVALID_FILTER', message, { path: ['within'] });
}
