/** What deals can be grouped by, and what one types to find those of one group. */
import type { CalendarPeriod, GroupsQuery, OpportunityDateField, OpportunityGroupBy } from '../generated/documents.ts';
import { quoted } from '../search/terms.ts';
import type { Session } from '../state/session.ts';

type Groups = NonNullable<NonNullable<GroupsQuery['opportunityReport']>['groups']>['nodes'];
export type GroupKey = Groups[number]['keys'][number];

export interface Key {
  /** In the address bar. */
  readonly name: string;
  readonly title: string;
  readonly by: OpportunityGroupBy;
  /** Kept in its own order: days, and places in a pipeline. Others are sorted by their figure. */
  readonly isOrdered: boolean;
  /** What finds the deals with this key. */
  term(key: GroupKey): string;
}

const none = 'none';
const orNone = (field: string, { key }: GroupKey, value: string) =>
  key === none ? `not ${field}:*` : `${field}:${value}`;

export const isWithoutDate = ({ __typename, key }: GroupKey): boolean => __typename === 'DateGroupKey' && key === none;

const own: readonly Key[] = [
  {
    ...{ name: 'status', title: 'Status', by: { field: 'STATUS' }, isOrdered: true },
    term: ({ key }) => `status_id:${key}`,
  },
  {
    ...{ name: 'status_type', title: 'Status type', by: { field: 'STATUS_TYPE' }, isOrdered: true },
    term: ({ key }) => `status_type:${key.toLowerCase()}`,
  },
  {
    ...{ name: 'pipeline', title: 'Pipeline', by: { field: 'PIPELINE' }, isOrdered: true },
    term: ({ label }) => `pipeline:${quoted(label ?? '')}`,
  },
  {
    ...{ name: 'user', title: 'Owner', by: { field: 'USER' }, isOrdered: false },
    term: (key) => orNone('user', key, key.key),
  },
  { ...{ name: 'lead', title: 'Lead', by: { field: 'LEAD' }, isOrdered: false }, term: ({ key }) => `lead_id:${key}` },
  {
    ...{ name: 'value_period', title: 'Billing', by: { field: 'VALUE_PERIOD' }, isOrdered: false },
    term: ({ key }) => `value_period:${key.toLowerCase()}`,
  },
];

const dates: Readonly<Record<string, readonly [OpportunityDateField, string]>> = {
  date_won: ['DATE_WON', 'Close'],
  date_created: ['DATE_CREATED', 'Created'],
  date_lost: ['DATE_LOST', 'Lost'],
};

const periods: readonly CalendarPeriod[] = ['MONTH', 'QUARTER', 'YEAR', 'WEEK', 'DAY'];

const ofDates: readonly Key[] = Object.entries(dates).flatMap(([name, [field, title]]) =>
  periods.map(
    (period): Key => ({
      name: `${name}:${period.toLowerCase()}`,
      title: `${title} ${period.toLowerCase()}`,
      by: { date: { field, period } },
      isOrdered: true,
      term: (key) => orNone(name, key, key.__typename === 'DateGroupKey' ? `${key.start}..${key.end}` : ''),
    }),
  ),
);

/** Those with several values have no groups: they would overlap. */
const custom = ({ customFields }: Session): readonly Key[] =>
  customFields
    .filter(({ type, acceptsMultipleValues }) => ['CHOICES', 'USER'].includes(type) && !acceptsMultipleValues)
    .map(({ id, name, type }) => ({
      ...{ name: `custom:${id}`, title: name, by: { customFieldId: id }, isOrdered: false },
      term: (key) => orNone(`custom.${id}`, key, type === 'USER' ? key.key : quoted(key.label ?? '')),
    }));

export const allKeys = (session: Session): readonly Key[] => [...ofDates, ...own, ...custom(session)];
