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
    ANNUALIZED_VALUE: { value: 'annualized_value', description: 'The value for a year.' },
    EXPECTED_VALUE: { value: 'expected_value', description: 'Value times confidence.' },
    ANNUALIZED_EXPECTED_VALUE: {
      value: 'annualized_expected_value',
      description: 'Annualized value times confidence.',
    },
    CONFIDENCE: { value: 'confidence', description: 'How likely it is to be won.' },
    USER_NAME: { value: 'user_name', description: 'The full name of who works on it.' },
    LEAD_NAME: { value: 'lead_name', description: 'The name of the lead.' },
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

/** @throws INVALID_ORDER */
export function orderFromInput(input: readonly (typeof OpportunityOrder.$inferInput)[] | null | undefined): Order {
  if (!input || input.length === 0) return newestFirst;
  return at('orderBy', () =>
    input.map(({ field, customFieldId, direction }, index) => {
      if ((field == null) === (customFieldId == null)) {
        throw new DomainError('INVALID_ORDER', 'Give either field or customFieldId.', { path: [index] });
      }
      return { field: field ?? customFieldName(customFieldId ?? ''), descending: direction === 'desc' };
    }),
  );
}

/** What an index holds in its order; for others, all that match are sorted. */
const indexed: ReadonlySet<unknown> = new Set([
  ...['DATE_CREATED', 'DATE_UPDATED', 'DATE_WON', 'DATE_LOST', 'CONFIDENCE'],
  ...['VALUE', 'ANNUALIZED_VALUE', 'EXPECTED_VALUE', 'ANNUALIZED_EXPECTED_VALUE'],
]);

/** In points. */
export function costOfOrder({ orderBy, query }: AskedArguments): number {
  const keys: readonly unknown[] = orderBy == null ? [] : [orderBy].flat();
  const [key] = keys;
  const isIndexed = keys.length < 2 && (key === undefined || indexed.has((key as { field?: unknown } | null)?.field));
  return isIndexed && !/\bsort:/i.test(String(query)) ? 0 : 10_000;
}
