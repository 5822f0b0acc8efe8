/** `drillDown` of a step: moments, step and filter as a text, that its opportunities are asked for with. No secret, and not signed. */
import type { GraphQLSchema } from 'graphql';
import { DomainError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import { type StepKind, stepKinds } from '../../opportunity/movement/step.ts';
import { type Instant, utc } from '../../value/period.ts';
import { drillDownOf, filterOfDrillDown } from '../drill-down.ts';
import { filterFromJson } from '../filter/coerce.ts';

interface StepOfMovement<Given> {
  readonly from: Instant;
  readonly to: Instant;
  readonly step: StepKind;
  readonly filter: Given;
}

export const tokenOfStep = (step: StepOfMovement<object>): string => drillDownOf({ movement: step });

/** @throws INVALID_FILTER, FILTER_TOO_COMPLEX */
export function stepOfToken(token: string, schema: GraphQLSchema): StepOfMovement<Filter> {
  const read = filterOfDrillDown(token) as { readonly movement?: Partial<StepOfMovement<unknown>> } | null | undefined;
  const { from, to, step, filter } = read?.movement ?? {};
  const kind = stepKinds.find((known) => known === step);
  if (!isMoment(from) || !isMoment(to) || kind === undefined) throw unknownStep();
  return {
    ...{ from, to, step: kind },
    filter: filterFromJson(filter ?? null, {
      schema,
      when: { zone: utc, now: to },
      argument: 'within',
      refuse: unknownStep,
    }),
  };
}

const isMoment = (value: unknown): value is Instant =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15;

function unknownStep(): DomainError {
  const message = 'This is not one of ours: take the `drillDown` of a step, as it is.';
  return new DomainError('INVALID_FILTER', message, { path: ['within'] });
}
