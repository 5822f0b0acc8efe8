/**
 * Figures of a lead over its opportunities, computed when asked for: how many there are, and what they are worth in all,
 * on average, at most and at least. Some have names, those of the smart fields of the source API: `num_won_opportunities`,
 * `total_annualized_won_opportunity_value`.
 */
import { createHash } from 'node:crypto';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Column, Field, Scope } from '../filter/field.ts';
import { every, type Figure, type Filter, type Operator } from '../filter/filter.ts';
import { matching, symbols } from '../filter/where.ts';
import { valuePeriods, withinReach } from '../value/money.ts';
import { type StatusType, statusTypes } from '../value/status-type.ts';

const ofType = (statusType: StatusType | undefined): Filter =>
  statusType === undefined ? every : { kind: 'compare', field: 'status_type', operator: 'eq', value: statusType };

const counts: readonly [name: string, Figure][] = [
  ['num_opportunities', { measure: 'count', of: every }],
  ...statusTypes.map((type): [string, Figure] => [`num_${type}_opportunities`, { measure: 'count', of: ofType(type) }]),
  ...valuePeriods.map((period): [string, Figure] => [
    `num_${period}_opportunities`,
    { measure: 'count', period, of: every },
  ]),
];

/** Without a period amounts are annualized: those of all periods, brought to a year. */
const amounts = (['total', 'avg', 'max', 'min'] as const).flatMap((measure) =>
  [undefined, ...valuePeriods].flatMap((period) =>
    [undefined, ...statusTypes].map((type): [string, Figure] => [
      `${measure}_${period ?? 'annualized'}_${type === undefined ? '' : `${type}_`}opportunity_value`,
      { measure, ...(period && { period }), of: ofType(type) },
    ]),
  ),
);

/** Those that have a name. */
export const namedFigures: ReadonlyMap<string, Figure> = new Map([...counts, ...amounts]);

/** The opportunities that a figure is of, as what a select goes on with: of all leads, or of the one that is looked at. */
function opportunitiesIn(scope: Scope, { period, of }: Figure, extent: 'of all' | 'of one' = 'of one') {
  const { alias, organizationId } = scope;
  const { opportunity, inner } = innerScope(scope);
  const column = (name: string) => sql.ref(`${inner.alias}.${name}`);
  const conditions = [
    sql`${column('organization_id')} = ${organizationId}`,
    ...(extent === 'of one' ? [sql`${column('lead_id')} = ${sql.ref(`${alias}.id`)}`] : []),
    ...(of.kind === 'every' ? [] : [matching(opportunity, of, inner)]),
    ...(period === undefined ? [] : [sql`${column('value_period')} = ${period}`]),
  ];
  return sql`from ${sql.table(opportunity.name)} as ${sql.ref(inner.alias)} where ${sql.join(conditions, sql` and `)}`;
}

function innerScope({ isLed: _, ...scope }: Scope) {
  const opportunity = scope.tables.get('opportunity');
  if (!opportunity) throw new Error('no table of opportunities is registered');
  return { opportunity, inner: { ...scope, alias: opportunity.alias } };
}

/**
 * Whether a condition on the sums, counts or extremes of a lead's opportunities holds. All leads are told by one walk along an
 * index; to ask of each by itself took two to five times as long, and is for those few that a word leads to.
 * @param ofNothing whether it holds where there is nothing to sum
 */
function holds(scope: Scope, figure: Figure, condition: RawBuilder<unknown>, ofNothing: boolean): RawBuilder<SqlBool> {
  const holding = sql`coalesce(${condition}, ${sql.lit(ofNothing)})`;
  if (scope.isLed) return sql`(select ${holding} ${opportunitiesIn(scope, figure)})`;
  const lead = sql.ref(`${innerScope(scope).inner.alias}.lead_id`);
  const leads = (having: RawBuilder<unknown>) =>
    sql`(select ${lead} ${opportunitiesIn(scope, figure, 'of all')} group by ${lead} having ${having} ${scope.dialect.workedOutOnce})`;
  const id = sql.ref(`${scope.alias}.id`);
  return ofNothing ? sql`${id} not in ${leads(sql`not ${holding}`)}` : sql`${id} in ${leads(holding)}`;
}

function amountOf({ tables }: Scope, { period }: Figure): Column {
  return sql.ref(`${tables.get('opportunity')?.alias}.${period === undefined ? 'annualized_value' : 'value'}`);
}

/** A figure as a field: numbers of opportunities are compared as what `type` says. */
export function figureField(name: string, figure: Figure, type: 'integer' | 'money'): Field {
  const { measure } = figure;
  const isCount = measure === 'count';
  const select = (scope: Scope): Column =>
    sql`(select ${aggregateOf(scope, figure)} ${opportunitiesIn(scope, figure)})`;
  return {
    ...{ name, type: isCount ? type : 'money' },
    nullable: !isCount && measure !== 'total',
    where: (scope, test) => test(select(scope)),
    compare: (scope, operator, operand) => {
      const ofNothing = (isCount || measure === 'total') && zeroIs(operator, BigInt(operand as bigint | number));
      return holds(scope, figure, compared(scope, figure, operator, operand as bigint | number), ofNothing);
    },
    ...((isCount || measure === 'max' || measure === 'min') && { sort: select }),
  };
}

/** What there is of it, where only that is asked: no sum, which a column need not hold. */
function aggregateOf(scope: Scope, figure: Figure): RawBuilder<unknown> {
  const { measure } = figure;
  if (measure === 'count') return sql`count(*)`;
  // A sum of nothing is 0, as in all totals; of nothing there is no average, largest or smallest.
  const function_ = measure === 'total' ? sql`count` : measure === 'avg' ? sql`max` : sql.raw(measure);
  return sql`${function_}(${amountOf(scope, figure)})`;
}

function compared(scope: Scope, figure: Figure, operator: Operator, operand: bigint | number): RawBuilder<unknown> {
  const { measure } = figure;
  const symbol = symbols[operator];
  if (measure === 'total') return scope.dialect.compareSum(amountOf(scope, figure), symbol, BigInt(operand));
  const bound = typeof operand === 'bigint' ? withinReach(operand) : operand;
  if (measure !== 'avg') return sql`${aggregateOf(scope, figure)} ${symbol} ${bound}`;
  // An average is above a bound exactly if the differences from the bound add up to more than 0: nothing is divided.
  return scope.dialect.compareSum(sql`(${amountOf(scope, figure)} - ${bound})`, symbol, 0n);
}

function zeroIs(operator: Operator, operand: bigint): boolean {
  return { eq: operand === 0n, lt: 0n < operand, lte: 0n <= operand, gt: 0n > operand, gte: 0n >= operand }[operator];
}

/** What leads are sorted by, where it is a figure: fields that are compared one after the other. */
export function sortedByFigure(figure: Figure): readonly Field[] {
  const name = signatureOf(figure);
  if (figure.measure === 'total') return [0, 1].map((part) => totalPart(`${name}.${part}`, figure, part));
  if (figure.measure !== 'avg') return [figureField(name, figure, 'integer')];
  // In double precision: averages that differ by less than one in 10^15 are as good as equal.
  const average = (scope: Scope): Column =>
    sql`(select cast(avg(${amountOf(scope, figure)}) as double precision) ${opportunitiesIn(scope, figure)})`;
  return [{ name, type: 'number', nullable: true, where: (scope, test) => test(average(scope)), sort: average }];
}

/** A total may be more than a column holds: first come its high bits, then the low ones. */
function totalPart(name: string, figure: Figure, part: number): Field {
  const sum = (scope: Scope): Column => {
    const { high, low } = scope.dialect.sumHalves(amountOf(scope, figure));
    return sql`(select coalesce(${part === 0 ? high : low}, 0) ${opportunitiesIn(scope, figure)})`;
  };
  return { name, type: 'money', nullable: false, where: (scope, test) => test(sum(scope)), sort: sum };
}

/** Tells the cursors of one figure from those of another: a filter in it may be long. */
function signatureOf(figure: Figure): string {
  const text = JSON.stringify(figure, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  return `figure ${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
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
  ...[...namedFigures].map(([name, figure]) => figureField(name, figure, 'integer')),
  contactCount,
];
