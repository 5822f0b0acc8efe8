/** How opportunities are sorted. */
import { customFieldName } from '../../custom-field/table.ts';
import { at, DomainError } from '../../errors.ts';
import { newestFirst, type Order } from '../../filter/order.ts';
import { builder } from '../builder.ts';
import type { AskedArguments } from '../cost/weight.ts';
import { OrderDirection } from '../enums.ts';

const OpportunityOrderField = builder.enumType('OpportunityOrderField', {
  description:
    'What opportunities can be sorted by. Those without the value come last in both directions; equal ones are sorted by id.',
  values: {
    DATE_CREATED: { value: 'date_created', description: 'When it was created.' },
    DATE_UPDATED: { value: 'date_updated', description: 'When it was last changed.' },
    DATE_WON: { value: 'date_won', description: 'The day it was, or is expected to be, won.' },
    DATE_LOST: { value: 'date_lost', description: 'When it was lost.' },
    VALUE: { value: 'value', description: 'The value per period.' },
    VALUE_ANNUALIZED: { value: 'annualized_value', description: 'The value for a year.' },
    EXPECTED_VALUE: { value: 'expected_value', description: 'Value times confidence.' },
    EXPECTED_VALUE_ANNUALIZED: {
      value: 'annualized_expected_value',
      description: 'The value for a year times confidence.',
    },
    CONFIDENCE: { value: 'confidence', description: 'How likely it is to be won.' },
    USER_NAME: { value: 'user_name', description: 'The full name of who works on it.' },
    LEAD_NAME: { value: 'lead_name', description: 'The name of the lead.' },
    STATUS_POSITION: { value: 'status_position', description: 'The place of its status in its pipeline.' },
    PIPELINE_POSITION: {
      value: 'pipeline_position',
      description: 'The place of its pipeline among the pipelines; with STATUS_POSITION after it, as the pipelines go.',
    },
    PIPELINE_NAME: { value: 'pipeline_name', description: 'What its pipeline is called.' },
    DAYS_IN_STATUS: {
      value: 'days_in_status',
      description: 'For how long it has stood in its status: the shortest first, unless descending.',
    },
    AGE_DAYS: { value: 'age_days', description: 'How long ago it was created: the youngest first, unless descending.' },
    DAYS_SINCE_CHANGE: {
      value: 'days_since_change',
      description: 'For how long nobody has changed it: the latest changed first, unless descending.',
    },
    STATUS_LABEL: { value: 'status_label', description: 'What its status is called.' },
  } as const,
});

export const OpportunityOrder = builder.inputType('OpportunityOrder', {
  description: 'One key to sort opportunities by: a field, or a custom field with a single value.',
  fields: (t) => ({
    field: t.field({ type: OpportunityOrderField, description: 'What to sort by; not together with customFieldId.' }),
    customFieldId: t.id({
      description:
        'The custom field to sort by, `cf_…`; not together with field. People are sorted by name, choices as they are offered: cursors are good until that changes.',
    }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
  }),
});

/** Ages are sorted by the moments that they are counted from. */
const sinceOf: ReadonlyMap<string, string> = new Map([
  ['days_in_status', 'status_since'],
  ['age_days', 'date_created'],
  ['days_since_change', 'date_updated'],
]);

/** @throws INVALID_ORDER */
export function orderFromInput(input: readonly (typeof OpportunityOrder.$inferInput)[] | null | undefined): Order {
  if (!input || input.length === 0) return newestFirst;
  return at('orderBy', () =>
    input.map(({ field, customFieldId, direction }, index) => {
      if ((field == null) === (customFieldId == null)) {
        throw new DomainError('INVALID_ORDER', 'Give either field or customFieldId.', { path: [index] });
      }
      const descending = direction === 'desc';
      const since = sinceOf.get(field ?? '');
      // The oldest was there first.
      if (since !== undefined) return { field: since, descending: !descending };
      return { field: field ?? customFieldName(customFieldId ?? ''), descending };
    }),
  );
}

/** What an index holds in its order; for others, all that match are sorted. */
const indexed: ReadonlySet<unknown> = new Set([
  ...['DATE_CREATED', 'DATE_UPDATED', 'DATE_WON', 'DATE_LOST', 'CONFIDENCE', 'AGE_DAYS', 'DAYS_SINCE_CHANGE'],
  ...['VALUE', 'VALUE_ANNUALIZED', 'EXPECTED_VALUE', 'EXPECTED_VALUE_ANNUALIZED'],
]);

/** In points. */
export function costOfOrder({ orderBy, query }: AskedArguments): number {
  const keys: readonly unknown[] = orderBy == null ? [] : [orderBy].flat();
  const [key] = keys;
  const isIndexed = keys.length < 2 && (key === undefined || indexed.has((key as { field?: unknown } | null)?.field));
  return isIndexed && !/\bsort:/i.test(String(query)) ? 0 : 10_000;
}
