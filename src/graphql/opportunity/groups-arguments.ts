/** What `groups` is asked: by which keys, which of them, in which order. */
import type { InputRef } from '@pothos/core';
import { at, DomainError } from '../../errors.ts';
import type { ConnectionArguments } from '../../filter/page.ts';
import { type Measure, measureOf } from '../../opportunity/figures/measure.ts';
import type { GroupBy } from '../../opportunity/groups/dimension.ts';
import { assertFillable, type Fill } from '../../opportunity/groups/fill.ts';
import type { GroupsWanted } from '../../opportunity/groups/groups.ts';
import type { FigureOperator, Having } from '../../opportunity/groups/having.ts';
import type { GroupOrder } from '../../opportunity/groups/order.ts';
import type { CalendarDate } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { type Arguments, pageArguments } from '../connection/connection.ts';
import type { AskedArguments } from '../cost/weight.ts';
import { OrderDirection } from '../enums.ts';
import { type ComparisonInput, comparisons } from '../filter/comparison.ts';
import { costOfMeasure, type FigureTypes } from './aggregates.ts';

type MeasureEnum = FigureTypes['Measure'];

const orderInput = (name: string, measure: MeasureEnum) =>
  builder.inputType(`${name}GroupOrder`, {
    description:
      'How groups are sorted: by their key, or by a figure. The group without a key, or without the figure, comes last in both directions.',
    fields: (t) => ({
      measure: t.field({
        type: measure,
        description:
          'The figure to sort by; by key without one: dates in time, people and leads by name, statuses as in their pipeline.',
      }),
      direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
    }),
  });

const havingInput = (name: string, measure: MeasureEnum) =>
  builder.inputType(`${name}GroupHaving`, {
    description: 'A condition on a figure of each group. A figure that there is none of meets no comparison.',
    fields: (t) => ({
      measure: t.field({ type: measure, required: true, defaultValue: 'count', description: 'Which figure.' }),
      compare: t.field({
        type: comparisons.number,
        required: true,
        description:
          'With what, in the unit of the figure: whole numbers for counts and for amounts (minor units), 0.5 for a rate, days.',
      }),
    }),
  });

const GroupFill = builder.inputType('OpportunityGroupFill', {
  description:
    'Which periods are there even if nothing is in them. Without a bound it is that of the filter (`dateWon: { gte, lte }`), else the first or last period that has something.',
  fields: (t) => ({
    from: t.field({ type: 'Date', description: 'From the period of this day on.' }),
    to: t.field({ type: 'Date', description: 'Up to the period of this day. Not before `from`.' }),
  }),
});

/** @param by the input of one key */
export function groupsInput<By>({ name, several, Measure: measure }: FigureTypes, by: InputRef<By>) {
  const [order, having] = [orderInput(name, measure), havingInput(name, measure)];
  return (t: Arguments) => ({
    ...pageArguments(t),
    by: t.arg({ type: [by], required: true, description: 'What to group by, one to three keys.' }),
    orderBy: t.arg({ type: order, description: 'How the groups are sorted; by key without it.' }),
    having: t.arg({
      type: [having],
      description: 'Only groups whose figures meet all of these, up to five; all without it.',
    }),
    fillEmpty: t.arg({
      type: GroupFill,
      description: `Periods without ${several}, too, beside each combination of the other keys; \`{}\` between the first and the last. One of the keys must be a date. Without it they are left out.`,
    }),
    timeZone: t.arg.string({
      description: 'Whose days instants are grouped by, an IANA name; that of the whole without it.',
    }),
  });
}

type OrderInput = ReturnType<typeof orderInput>['$inferInput'];
type HavingInput = ReturnType<typeof havingInput>['$inferInput'];

export interface GroupsArguments<By> extends ConnectionArguments {
  readonly by: readonly By[];
  readonly orderBy?: OrderInput | null;
  readonly having?: readonly HavingInput[] | null;
  readonly fillEmpty?: typeof GroupFill.$inferInput | null;
  readonly timeZone?: string | null;
}

type WantedArguments = Pick<GroupsArguments<unknown>, 'orderBy' | 'having' | 'fillEmpty'>;

/** @throws INVALID_GROUPS with the place of what is wrong */
export function wantedFromInput(args: WantedArguments, by: readonly GroupBy[]): GroupsWanted {
  const fill = args.fillEmpty ? fillFromInput(args.fillEmpty) : undefined;
  if (fill) at('fillEmpty', () => assertFillable(by, fill));
  return { order: orderOf(args.orderBy), having: at('having', () => havingFromInput(args.having ?? [])), fill };
}

function orderOf(input: WantedArguments['orderBy']): GroupOrder {
  return { by: input?.measure == null ? 'key' : measureOf(input.measure), descending: input?.direction === 'desc' };
}

function fillFromInput({ from, to }: typeof GroupFill.$inferInput): Fill {
  return { ...(from && { from: from as CalendarDate }), ...(to && { to: to as CalendarDate }) };
}

const mostConditions = 5;

function havingFromInput(conditions: NonNullable<WantedArguments['having']>): readonly Having[] {
  if (conditions.length > mostConditions) {
    throw wrong(`Give at most ${mostConditions} conditions, not ${conditions.length}.`);
  }
  return conditions.flatMap(({ measure, compare }, index) =>
    at(index, () => at('compare', () => comparisonsOf(measureOf(measure), compare))),
  );
}

function comparisonsOf(measure: Measure, compare: ComparisonInput): readonly Having[] {
  const given = Object.entries(compare).filter(([, operand]) => operand !== undefined);
  if (given.length === 0) throw wrong('Give an operator, such as gte.');
  return given.map(([operator, operand]) =>
    at(operator, () => {
      assertOperand(measure, operand);
      return { measure, operator: operator as FigureOperator, operand: operand as Having['operand'] };
    }),
  );
}

function assertOperand({ name, unit }: Measure, operand: unknown): void {
  if (operand === null) throw wrong('null compares nothing. To find groups without the figure, use isNull: true.');
  if (unit !== 'count' && unit !== 'money') return;
  const odd = [operand].flat().find((value) => typeof value === 'number' && !Number.isSafeInteger(value));
  if (odd === undefined) return;
  const what = unit === 'money' ? 'an amount in minor units' : 'a count';
  throw wrong(
    `${name.toUpperCase()} is ${what}: compare it with a whole number within 9007199254740991, not with ${odd}.`,
  );
}

const wrong = (message: string) => new DomainError('INVALID_GROUPS', message);

export function costOfGroups({ by, orderBy, having }: AskedArguments): number {
  const keys: readonly unknown[] = [by].flat().slice(0, 3);
  const many = keys.filter((key) => {
    const { field, customFieldId } = (key ?? {}) as { field?: unknown; customFieldId?: unknown };
    return field === 'LEAD' || customFieldId != null;
  });
  const measured = [orderBy, ...[having].flat().slice(0, mostConditions)].map((asked) =>
    costOfMeasure((asked as { measure?: unknown } | null | undefined)?.measure),
  );
  return 5000 * 2 ** Math.min(3, keys.length + many.length) + measured.reduce((sum, points) => sum + points, 0);
}
