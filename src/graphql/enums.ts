/** The enums of the schema. GraphQL spells them in capitals, the core and REST in lower case. */
import { builder } from './builder.ts';

export const StatusType = builder.enumType('StatusType', {
  description: 'What a status means for the deal.',
  values: {
    ACTIVE: { value: 'active', description: 'Still open.' },
    WON: { value: 'won', description: 'Closed, and bought.' },
    LOST: { value: 'lost', description: 'Closed, and not bought.' },
  } as const,
});

export const ValuePeriod = builder.enumType('ValuePeriod', {
  description: 'How often the value of an opportunity is paid.',
  values: {
    ONE_TIME: { value: 'one_time', description: 'Once; counted at face value in annualized figures.' },
    MONTHLY: { value: 'monthly', description: 'Every month; twelve times its value a year.' },
    ANNUAL: { value: 'annual', description: 'Every year.' },
  } as const,
});

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list is sorted. What has no value comes last in both directions.',
  values: {
    ASC: { value: 'asc', description: 'Smallest, earliest or first in the alphabet first.' },
    DESC: { value: 'desc', description: 'Largest, latest or last in the alphabet first.' },
  } as const,
});

export const CalendarPeriod = builder.enumType('CalendarPeriod', {
  description: 'How long the periods are that dates are grouped by.',
  values: {
    DAY: { value: 'day', description: 'Key `2016-12-31`.' },
    WEEK: {
      value: 'week',
      description: 'Key `2016-W53` (ISO 8601) when weeks start on Monday, else the first day of the week.',
    },
    MONTH: { value: 'month', description: 'Key `2016-12`.' },
    QUARTER: { value: 'quarter', description: 'Key `2016-Q4`.' },
    YEAR: { value: 'year', description: 'Key `2016`.' },
  } as const,
});

export const Weekday = builder.enumType('Weekday', {
  description: 'A day of the week.',
  values: {
    MONDAY: { value: 1, description: 'As ISO 8601 starts its weeks.' },
    TUESDAY: { value: 2, description: 'The second day by ISO 8601.' },
    WEDNESDAY: { value: 3, description: 'The third day by ISO 8601.' },
    THURSDAY: { value: 4, description: 'The fourth day by ISO 8601.' },
    FRIDAY: { value: 5, description: 'The fifth day by ISO 8601.' },
    SATURDAY: { value: 6, description: 'As weeks start in much of the Middle East.' },
    SUNDAY: { value: 7, description: 'As weeks start in North America.' },
  } as const,
});
