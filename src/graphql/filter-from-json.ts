/** A filter of opportunities as JSON, in the form of GraphQL's `opportunities(filter:)`: for who asks outside of GraphQL. */
import type { When } from '../caller.ts';
import type { Filter } from '../filter/filter.ts';
import { invalid } from '../value/input.ts';
import { filterFromJson } from './filter/coerce.ts';
import { schema } from './schema.ts';

/** @throws INVALID_INPUT, INVALID_FILTER, FILTER_TOO_COMPLEX */
export function opportunityFilterFromJson(text: string, when: When): Filter {
  const refuse = (reason: string) => invalid('filter', `The filter is not understood${reason}`);
  return filterFromJson(parse(text), { schema, when, argument: 'filter', refuse });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid('filter', `The filter is no JSON, such as {"statusType":{"eq":"WON"}}: ${reason}`);
  }
}
