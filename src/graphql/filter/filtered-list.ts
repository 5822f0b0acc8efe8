/** Lists that a filter of their own narrows: what all of them take, and how they are opened. */
import type { InputRef } from '@pothos/core';
import type { Order } from '../../filter/order.ts';
import type { ConnectionArguments } from '../../filter/page.ts';
import { type Arguments, pageArguments } from '../connection/connection.ts';
import type { Listed } from '../connection/listed.ts';
import { type AskedTable, openWhere } from '../context.ts';
import { whenOf, zoneArgument } from '../zone.ts';
import { type FilterInput, filterFromInput } from './input.ts';
import type { FilterShape } from './shapes.ts';

export interface FilteredArguments extends ConnectionArguments {
  readonly filter?: FilterInput | null;
  readonly timeZone?: string | null;
}

export const filteredArguments = (t: Arguments, type: InputRef<FilterInput>, description: string) => ({
  ...pageArguments(t),
  filter: t.arg({ type, description }),
  ...zoneArgument(t),
});

export function filteredList<Args extends FilteredArguments>(
  table: AskedTable,
  shape: FilterShape,
  order: (args: Args) => Order,
): Listed<Args> {
  return {
    open: (context, args) =>
      openWhere(context, table, filterFromInput(shape, args.filter, whenOf(args, context.caller)), []),
    order,
  };
}
