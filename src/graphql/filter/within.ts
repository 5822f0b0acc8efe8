/** `within`: only what is in a group of an earlier answer, by its `drillDown`. */
import type { GraphQLSchema } from 'graphql';
import type { When } from '../../caller.ts';
import { DomainError } from '../../errors.ts';
import { every, type Filter } from '../../filter/filter.ts';
import { utc } from '../../value/period.ts';
import type { Arguments } from '../connection/connection.ts';
import { filterOfDrillDown } from '../drill-down.ts';
import { filterFromJson } from './coerce.ts';

export interface WithinArgument {
  readonly within?: string | null | undefined;
}

export const withinArgument = (t: Arguments, description: string) => ({ within: t.arg.string({ description }) });

/** Read as `filter` would be; its moments have their zone. @throws INVALID_FILTER, FILTER_TOO_COMPLEX */
export function filterWithin({ within }: WithinArgument, schema: GraphQLSchema, when: When): Filter {
  if (within == null) return every;
  const given = filterOfDrillDown(within) ?? null;
  return filterFromJson(given, { schema, when: { ...when, zone: utc }, argument: 'within', refuse: unknownGroup });
}

function unknownGroup(): DomainError {
  const message = 'This is not one of ours: take the `drillDown` of a group, as it is.';
  return new DomainError('INVALID_FILTER', message, { path: ['within'] });
}
