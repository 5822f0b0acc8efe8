/**
 * Figures of a lead over its opportunities, computed when asked for: how many there are, and what they are worth in all,
 * on average, at most and at least. Named as the smart fields of the source API: `num_won_opportunities`,
 * `total_annualized_won_opportunity_value`.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Column, Field, Scope } from '../filter/field.ts';
import type { Operator } from '../filter/filter.ts';
import { symbols } from '../filter/where.ts';
import { type ValuePeriod, valuePeriods, withinReach } from '../value/money.ts';
import { type StatusType, statusTypes } from '../value/status-type.ts';

/** Which opportunities of a lead: all without either. */
interface Which {
  readonly statusType?: StatusType;
  readonly period?: ValuePeriod;
}

export interface LeadCount extends Which {
  readonly name: string;
}

export const measures = ['total', 'avg', 'max', 'min'] as const;

export interface LeadAmount extends Which {
  readonly name: string;
  readonly measure: (typeof measures)[number];
}

export const leadCounts: readonly LeadCount[] = [
  { name: 'num_opportunities' },
  ...statusTypes.map((statusType) => ({ name: `num_${statusType}_opportunities`, statusType })),
  ...valuePeriods.map((period) => ({ name: `num_${period}_opportunities`, period })),
];

/** Without a period amounts are annualized: those of all periods, brought to a year. */
export const leadAmounts: readonly LeadAmount[] = measures.flatMap((measure) =>
  [undefined, ...valuePeriods].flatMap((period) =>
    [undefined, ...statusTypes].map((statusType) => {
      const type = statusType === undefined ? '' : `${statusType}_`;
      const name = `${measure}_${period ?? 'annualized'}_${type}opportunity_value`;
      return { name, measure, ...(period && { period }), ...(statusType && { statusType }) };
    }),
  ),
);

function fromOpportunities({ alias, organizationId }: Scope, { statusType, period }: Which): RawBuilder<unknown> {
  const conditions = [
    sql`n.organization_id = ${organizationId} and n.lead_id = ${sql.ref(`${alias}.id`)}`,
    ...(statusType === undefined
      ? []
      : [
          sql`n.status_id in (select opportunity_status.id from opportunity_status where opportunity_status.organization_id = ${organizationId} and opportunity_status.type = ${statusType})`,
        ]),
    ...(period === undefined ? [] : [sql`n.value_period = ${period}`]),
  ];
  return sql`from opportunity as n where ${sql.join(conditions, sql` and `)}`;
}

function countField({ name, ...which }: LeadCount): Field {
  const count = (scope: Scope): Column => sql`(select count(*) ${fromOpportunities(scope, which)})`;
  return { name, type: 'integer', nullable: false, where: (scope, test) => test(count(scope)), sort: count };
}

function amountField(amount: LeadAmount): Field {
  const { name, measure, ...which } = amount;
  const value = sql.ref(which.period === undefined ? 'n.annualized_value' : 'n.value');
  // A sum of nothing is 0, as in all totals; of nothing there is no average, largest or smallest.
  const function_ = measure === 'total' ? sql`count` : measure === 'avg' ? sql`max` : sql.raw(measure);
  const field: Field = {
    name,
    type: 'money',
    nullable: measure !== 'total',
    where: (scope, test) => test(sql`(select ${function_}(${value}) ${fromOpportunities(scope, which)})`),
  };
  if (measure === 'max' || measure === 'min') return field;
  const compare: Field['compare'] = (scope, operator, operand) =>
    measure === 'total'
      ? compareTotal(scope, which, value, operator, operand as bigint)
      : compareAverage(scope, which, value, operator, operand as bigint);
  return { ...field, compare };
}

function compareTotal(scope: Scope, which: Which, value: Column, operator: Operator, operand: bigint) {
  const compared = scope.dialect.compareSum(value, symbols[operator], operand);
  return sql<SqlBool>`coalesce((select ${compared} ${fromOpportunities(scope, which)}), ${sql.lit(zeroIs(operator, operand))})`;
}

/** An average is above a bound exactly if the differences from the bound add up to more than 0: nothing is divided. */
function compareAverage(scope: Scope, which: Which, value: Column, operator: Operator, operand: bigint) {
  const difference = sql`(${value} - ${withinReach(operand)})`;
  const compared = scope.dialect.compareSum(difference, symbols[operator], 0n);
  return sql<SqlBool>`(select ${compared} ${fromOpportunities(scope, which)})`;
}

function zeroIs(operator: Operator, operand: bigint): boolean {
  return { eq: operand === 0n, lt: 0n < operand, lte: 0n <= operand, gt: 0n > operand, gte: 0n >= operand }[operator];
}

const contactCount: Field = {
  name: 'num_contacts',
  type: 'integer',
  nullable: false,
  where: (scope, test) => test(contacts(scope)),
  sort: contacts,
};

function contacts({ alias, organizationId }: Scope): Column {
  return sql`(select count(*) from contact as k where k.organization_id = ${organizationId} and k.lead_id = ${sql.ref(`${alias}.id`)})`;
}

export const leadFigures: readonly Field[] = [
  ...leadCounts.map(countField),
  contactCount,
  ...leadAmounts.map(amountField),
];
