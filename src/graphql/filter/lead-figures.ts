/** The figures of a lead over its opportunities, as fields to filter by: `numWonOpportunities`, `totalAnnualizedOpportunityValue`. */
import { type LeadAmount, type LeadCount, leadAmounts, leadCounts } from '../../lead/figures.ts';
import type { ComparisonName } from './comparison.ts';

type FieldRow = readonly [field: string, comparison: ComparisonName, description: string];

const camelCase = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function opportunities({ statusType, period }: LeadCount | LeadAmount): string {
  const adjectives = [statusType, period?.replace('_', '-')].filter((adjective) => adjective !== undefined);
  return [...adjectives, 'opportunities'].join(' ');
}

const measured: Readonly<Record<LeadAmount['measure'], string>> = {
  total: 'The total',
  avg: 'The average',
  max: 'The largest',
  min: 'The smallest',
};

function aboutAmount(amount: LeadAmount): string {
  const value = amount.period === undefined ? 'value for a year' : 'value';
  const empty = amount.measure === 'total' ? '0 without any' : 'null without any';
  return `${measured[amount.measure]} ${value} of its ${opportunities(amount)}, in minor units; ${empty}.`;
}

const rows: readonly FieldRow[] = [
  ...leadCounts.map((count): FieldRow => [count.name, 'integer', `How many ${opportunities(count)} it has.`]),
  ['num_contacts', 'integer', 'How many contacts it has.'],
  ...leadAmounts.map((amount): FieldRow => [amount.name, 'money', aboutAmount(amount)]),
];

export const leadFigureFields: Readonly<Record<string, FieldRow>> = Object.fromEntries(
  rows.map((row) => [camelCase(row[0]), row]),
);
