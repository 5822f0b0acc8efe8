/** What an opportunity was before a change, of which nothing may be left to read. */
import type { RowImage } from '../../opportunity/image.ts';
import type { CalendarDate, Instant } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { ValuePeriod } from '../enums.ts';

export const OpportunityValues = builder.objectRef<RowImage>('OpportunityValues').implement({
  description:
    'The fields of an opportunity as they were at a moment that has passed. Custom fields are not among them.',
  fields: (t) => ({
    leadId: t.id({ description: 'Whom the deal was with.', resolve: (row) => String(row.lead_id) }),
    contactId: t.id({
      nullable: true,
      description: 'The person there; null when none was named.',
      resolve: (row) => text(row.contact_id),
    }),
    userId: t.id({
      nullable: true,
      description: 'Who worked on it; null when nobody did.',
      resolve: (row) => text(row.user_id),
    }),
    statusId: t.id({ description: 'Where it stood.', resolve: (row) => String(row.status_id) }),
    value: t.field({
      type: 'Money',
      nullable: true,
      description: 'What it was worth per valuePeriod, in minor units (cents); null when unknown.',
      resolve: ({ value }) => (value == null ? null : BigInt(value)),
    }),
    valuePeriod: t.field({
      type: ValuePeriod,
      description: 'How often the value was paid.',
      resolve: (row) => row.value_period as 'one_time' | 'monthly' | 'annual',
    }),
    confidence: t.int({
      description: 'How likely it was to be won, in percent.',
      resolve: (row) => Number(row.confidence),
    }),
    note: t.string({ description: 'Free text; empty when there was none.', resolve: (row) => String(row.note) }),
    dateWon: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day it was, or was expected to be, won; null when unknown.',
      resolve: (row) => row.date_won as CalendarDate | null,
    }),
    dateLost: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was lost; null unless it was.',
      resolve: (row) => row.date_lost as Instant | null,
    }),
    externalId: t.string({
      nullable: true,
      description: 'Its id where it was imported from; null otherwise.',
      resolve: (row) => text(row.external_id),
    }),
    version: t.int({ description: 'The version it had.', resolve: (row) => Number(row.version) }),
  }),
});

const text = (value: RowImage[string] | undefined): string | null => (value == null ? null : String(value));
