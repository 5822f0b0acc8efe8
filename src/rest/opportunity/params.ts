/** What the list of opportunities can be filtered, sorted and grouped by. */
import type { Caller } from '../../caller.ts';
import type { Filter } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import type { GroupBy } from '../../opportunity/groups/dimension.ts';
import { stalledFilter } from '../../opportunity/stalled.ts';
import { wordOf } from '../../value/input.ts';
import { valuePeriods } from '../../value/money.ts';
import type { Granularity } from '../../value/period.ts';
import { statusTypes } from '../../value/status-type.ts';
import {
  calendarDay,
  exactly,
  type FilterParam,
  flag,
  moment,
  ownOrganization,
  readFilters,
  word,
} from '../filters.ts';
import type { Params } from '../params.ts';
import type { SearchParam, ViewParam } from '../question.ts';
import type { Parameter } from '../route.ts';
import { oneOf, text } from '../schema.ts';

export const opportunityFilters: readonly FilterParam[] = [
  exactly('id', 'The id of the opportunity.'),
  exactly('lead_id', 'Whom the deal is with.'),
  exactly('contact_id', 'The person there.'),
  exactly('user_id', 'Who works on the deal.'),
  exactly('status_id', 'The status.'),
  exactly('status_label', 'What the status is called, in any case.'),
  exactly('status', 'As status_label; deprecated.', text, 'status_label'),
  word('status_type', 'Whether the deal is active, won or lost.', statusTypes),
  exactly('pipeline_id', 'The pipeline of the status.'),
  word('value_period', 'How often the value is paid.', valuePeriods),
  moment('date_created', 'When it was created.'),
  moment('date_updated', 'When it was last changed.'),
  calendarDay('date_won', 'The day it was won, or is expected to be.'),
  ownOrganization,
  flag(
    'is_stalled',
    'Whether the deal stands still: active, and not changed for as many days as the organization sets; none does without such a number.',
    (wanted, caller) => (wanted ? stalledFilter(caller) : { kind: 'not', filter: stalledFilter(caller) }),
  ),
];

export const opportunitySearches: readonly SearchParam[] = [
  { name: 'query', table: 'opportunity', description: 'A search among opportunities: `note:important`.' },
  {
    name: 'lead_query',
    table: 'lead',
    description: 'A search among leads, of which the opportunities are listed. Deprecated.',
    related: (filter) => ({ kind: 'some', relation: 'lead', filter }),
  },
];

export const opportunityViews: readonly ViewParam[] = [
  { name: 'saved_search_id', table: 'opportunity', description: 'Only what this saved search finds.' },
  {
    name: 'lead_saved_search_id',
    table: 'lead',
    description: 'Only the opportunities of leads that this saved search finds.',
    related: (filter) => ({ kind: 'some', relation: 'lead', filter }),
  },
];

const orders = [
  ...['date_won', 'date_updated', 'date_created', 'confidence', 'user_name'],
  ...['value', 'annualized_value', 'annualized_expected_value'],
].flatMap((field) => [field, `-${field}`]);

const groupings = ['user_id', ...['week', 'month', 'quarter', 'year'].map((length) => `date_won__${length}`)].flatMap(
  (key) => [key, `-${key}`],
);

export const arrangementParams: readonly Parameter[] = [
  { name: '_order_by', schema: oneOf(orders), description: 'What to sort by; `-` reverses. Anything else is ignored.' },
  {
    name: '_group_by',
    schema: oneOf(groupings),
    description:
      'Gives groups in place of opportunities, in order of their key or, for users, full name; `-` reverses.',
  },
];

export function readOpportunityFilter(params: Params, caller: Caller): Filter {
  return readFilters(opportunityFilters, params, caller);
}

/** Undefined where none is named that there is: the source API passes over what it does not know. */
export function readOrder(params: Params): Order | undefined {
  const name = params.text('_order_by');
  if (name === undefined || !orders.includes(name)) return undefined;
  return [{ field: name.replace('-', ''), descending: name.startsWith('-') }];
}

export interface GroupingAsked {
  readonly by: GroupBy;
  readonly descending: boolean;
}

/** @throws INVALID_INPUT with `_group_by` as its path */
export function readGrouping(params: Params): GroupingAsked | undefined {
  const given = params.text('_group_by');
  if (given === undefined || given === '') return undefined;
  const name = wordOf('_group_by', given, groupings);
  return { by: groupByOf(name.replace('-', '')), descending: name.startsWith('-') };
}

function groupByOf(key: string): GroupBy {
  if (key === 'user_id') return { kind: 'entity', field: 'user_id' };
  const granularity = key.replace('date_won__', '') as Granularity;
  return { kind: 'date', field: 'date_won', granularity, weekStart: 1 };
}
