/** Figures of a lead over those of its opportunities that match a filter: what leads are filtered and sorted by. */
import type { InputRef } from '@pothos/core';
import { every, type Figure, type Filter } from '../../filter/filter.ts';
import { saidAt } from '../../filter/place.ts';
import type { ValuePeriod as ValuePeriodName } from '../../value/money.ts';
import { builder, type InputFields } from '../builder.ts';
import { ValuePeriod } from '../enums.ts';
import { type ComparisonInput, saysNothing } from './comparison.ts';

const OpportunityFigureMeasure = builder.enumType('OpportunityFigureMeasure', {
  description: 'What is told of some opportunities. Those without a value are counted, and else passed over.',
  values: {
    COUNT: { value: 'count', description: 'How many there are.' },
    TOTAL: { value: 'total', description: 'The sum of their values; 0 without any.' },
    AVERAGE: {
      value: 'avg',
      description: 'The average of their values; null without any. Compared exactly, sorted to 15 digits.',
    },
    LARGEST: { value: 'max', description: 'The largest of their values; null without any.' },
    SMALLEST: { value: 'min', description: 'The smallest of their values; null without any.' },
  } as const,
});

/** The core has the names of the source API's smart fields. */
const nameOf = { count: 'COUNT', total: 'TOTAL', avg: 'AVERAGE', max: 'LARGEST', min: 'SMALLEST' } as const;

export interface FigureInput {
  readonly measure: Figure['measure'];
  readonly of?: { readonly [field: string]: unknown } | null | undefined;
  readonly valuePeriod?: ValuePeriodName | null | undefined;
}

export interface FigureFilterInput extends FigureInput {
  readonly compare: ComparisonInput;
}

export const figureFields = (t: InputFields, filter: InputRef<{ [field: string]: unknown }>) => ({
  measure: t.field({ type: OpportunityFigureMeasure, required: true, description: 'What is told of them.' }),
  of: t.field({ type: filter, description: 'Of which of its opportunities; of all without it.' }),
  valuePeriod: t.field({
    type: ValuePeriod,
    description:
      'Only of those whose value is paid so, in amounts per period. Without it, of all: amounts for a year, monthly ones twelve times.',
  }),
});

/** @throws INVALID_FILTER */
export function figureFromInput(
  { measure, of, valuePeriod }: FigureInput,
  read: (of: { readonly [field: string]: unknown }) => Filter,
): Figure {
  if (of === null) throw saysNothing('null', 'For all opportunities leave `of` out.');
  return {
    measure,
    ...(valuePeriod && { period: valuePeriod }),
    of: of === undefined ? every : saidAt('of', () => read(of)),
  };
}

/** @param asked `of` and `compare`, as JSON */
export const figureJson = ({ measure, period }: Figure, asked: object) => ({
  opportunityFigure: {
    measure: nameOf[measure],
    ...(period && { valuePeriod: period.toUpperCase() }),
    ...asked,
  },
});
