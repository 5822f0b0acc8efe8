/** What a group can be measured by, and how it is written. */

import { showMoney, showRoughMoney } from '../format/money.ts';
import { showCount, showDays, showShare } from '../format/numbers.ts';
import type { GroupsQuery, GroupsQueryVariables, OpportunityMeasure } from '../generated/documents.ts';

type Groups = NonNullable<NonNullable<GroupsQuery['opportunityReport']>['groups']>['nodes'];
export type Group = Groups[number];

type Asked = 'total' | 'expected' | 'average' | 'median' | 'winRate' | 'daysToClose';

export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly measure: OpportunityMeasure;
  read(group: Group): number | null | undefined;
  show(value: number | null | undefined, currency: string): string;
  /** Where there is little room. */
  showRough?(value: number, currency: string): string;
}

const money = { show: showMoney, showRough: showRoughMoney };

export const figures: readonly Figure[] = [
  {
    ...{ name: 'total', title: 'Annualized value', measure: 'TOTAL_VALUE_ANNUALIZED', ...money },
    read: ({ aggregates }) => aggregates.totalValueAnnualized,
  },
  {
    ...{ name: 'expected', title: 'Annualized expected value', measure: 'EXPECTED_VALUE_ANNUALIZED', ...money },
    read: ({ aggregates }) => aggregates.expectedValueAnnualized,
  },
  {
    name: 'count',
    title: 'Deals',
    measure: 'COUNT',
    read: ({ count }) => count,
    show: (value) => showCount(value ?? 0),
  },
  {
    ...{ name: 'average', title: 'Average annualized value', measure: 'AVERAGE_VALUE_ANNUALIZED', ...money },
    read: ({ aggregates }) => aggregates.averageValueAnnualized,
  },
  {
    ...{ name: 'median', title: 'Median annualized value', measure: 'MEDIAN_VALUE_ANNUALIZED', ...money },
    read: ({ aggregates }) => aggregates.medianValueAnnualized,
  },
  {
    ...{ name: 'winRate', title: 'Win rate', measure: 'WIN_RATE', show: showShare },
    read: ({ aggregates }) => aggregates.winRate,
  },
  {
    ...{ name: 'daysToClose', title: 'Average days to close', measure: 'AVERAGE_DAYS_TO_CLOSE', show: showDays },
    read: ({ aggregates }) => aggregates.averageDaysToClose,
  },
];

const flags: readonly Asked[] = ['total', 'expected', 'average', 'median', 'winRate', 'daysToClose'];

/** Asks for this figure and no other. */
export const only = ({ name }: Figure): Pick<GroupsQueryVariables, Asked> =>
  Object.fromEntries(flags.map((flag) => [flag, flag === name])) as Record<Asked, boolean>;
