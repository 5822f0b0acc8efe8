/** `query` and `leadQuery`: searches as arguments of lists. */
import type { When } from '../../caller.ts';
import { at } from '../../errors.ts';
import type { Order } from '../../filter/order.ts';
import { filterFromQuery, type QueryMeaning } from '../../query/filter-from-query.ts';
import type { Context } from '../context.ts';

export interface SearchArgument {
  readonly table: 'opportunity' | 'lead';
  /** Its name, for errors. */
  readonly argument: string;
  readonly text: string | null | undefined;
  readonly when: When;
}

/** Undefined where none is asked. @throws SEARCH_SYNTAX */
export async function readSearch(
  { caller, customFields }: Pick<Context, 'caller' | 'customFields'>,
  { table, argument, text, when }: SearchArgument,
): Promise<QueryMeaning | undefined> {
  if (text == null) return undefined;
  const definitions = await customFields();
  return at(argument, () => filterFromQuery(text, { table, caller: { ...caller, ...when }, definitions }));
}

/** The order that was given, else that of the search, else the usual one. */
export function orderOf<Input>(
  search: Pick<QueryMeaning, 'order'> | undefined,
  given: Input | null | undefined,
  fromInput: (input: Input | null | undefined) => Order,
): Order {
  const isGiven = Array.isArray(given) && given.length > 0;
  return !isGiven && search && search.order.length > 0 ? search.order : fromInput(given);
}
