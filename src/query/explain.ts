/** What a search means, told to whoever wrote it. */
import type { Filter } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { parse } from '../search/parser.ts';
import { print } from '../search/print.ts';
import { costWarnings } from './cost.ts';
import { filterFromQuery } from './filter-from-query.ts';
import { printFilter } from './print-filter.ts';
import { coreTable, openReading, type QueryOptions } from './reading.ts';

export interface Explanation {
  /** The search in its canonical form. */
  readonly text: string;
  /** The same search without anything that depends on who asks, and when. */
  readonly resolved: string;
  readonly filter: Filter;
  readonly order: Order;
  /** The fields that are compared, those of related objects after the name of the relation. */
  readonly fields: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws SEARCH_SYNTAX */
export function explain(text: string, options: QueryOptions): Explanation {
  const { filter, order, warnings } = filterFromQuery(text, options);
  const reading = openReading(text, options);
  return {
    text: print(parse(text)),
    resolved: printFilter(filter, options),
    filter,
    order,
    fields: [...new Set(fieldsOf(filter))],
    warnings: [...warnings, ...costWarnings(filter, coreTable(reading), reading.tables, reading.table.plural)],
  };
}

function fieldsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'every':
      return [];
    case 'word':
    case 'phrase':
      return ['words'];
    case 'part':
      return ['slice'];
    case 'and':
    case 'or':
      return filter.filters.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(filter.filter);
    case 'some': {
      const inner = fieldsOf(filter.filter);
      return inner.length === 0 ? [filter.relation] : inner.map((field) => `${filter.relation}.${field}`);
    }
    case 'figure':
      return ['figure'];
    case 'compare':
    case 'in':
    case 'present':
    case 'contains':
      return [filter.field];
  }
}
