/** `OpportunityFilter` and its kin: their input types, and how what is given becomes a filter. */
import type { When } from '../../caller.ts';
import { DomainError } from '../../errors.ts';
import { assertBounded } from '../../filter/bounds.ts';
import { and, type Figure, type Filter, limits } from '../../filter/filter.ts';
import { saidAt } from '../../filter/place.ts';
import { phraseOf, wordsOf } from '../../filter/words.ts';
import { stalledFilter } from '../../opportunity/stalled.ts';
import { builder } from '../builder.ts';
import { ageToFilter, type ComparisonInput, comparisons, comparisonToFilter, saysNothing } from './comparison.ts';
import { type FigureFilterInput, type FigureInput, figureFields, figureFromInput } from './opportunity-figure.ts';
import {
  contactFilter,
  eventFilter,
  type FilterShape,
  leadFilter,
  leadStatusChangeFilter,
  noteFilter,
  opportunityFilter,
  statusChangeFilter,
  taskFilter,
} from './shapes.ts';

export type FilterInput = { readonly [field: string]: unknown };

const CustomFieldComparison = builder.inputRef<FilterInput>('CustomFieldComparison').implement({
  description: 'How the values of a custom field are compared: as those of its type are.',
  isOneOf: true,
  fields: (t) => ({
    text: t.field({ type: comparisons.text, description: 'For text, textarea, choices and hidden fields.' }),
    number: t.field({ type: comparisons.number, description: 'For number fields.' }),
    date: t.field({ type: comparisons.date, description: 'For date fields.' }),
    dateTime: t.field({ type: comparisons.instant, description: 'For datetime fields.' }),
    id: t.field({ type: comparisons.id, description: 'For user and contact fields.' }),
  }),
});

interface CustomFieldFilterInput {
  readonly fieldId: string;
  readonly value: FilterInput;
}

const CustomFieldFilter = builder.inputRef<CustomFieldFilterInput>('CustomFieldFilter').implement({
  description: 'Compares the values of one custom field. With several values, one of them must match.',
  fields: (t) => ({
    fieldId: t.id({ required: true, description: 'The custom field, `cf_…`.' }),
    value: t.field({ type: CustomFieldComparison, required: true, description: 'What it must be.' }),
  }),
});

const customComparisons = { text: 'text', number: 'number', date: 'date', dateTime: 'instant', id: 'id' } as const;

const OpportunityFigureFilter = builder.inputRef<FigureFilterInput>('OpportunityFigureFilter').implement({
  description: 'Compares a figure over the opportunities of a lead.',
  fields: (t) => ({
    ...figureFields(t, refOf(opportunityFilter)),
    compare: t.field({
      type: comparisons.figure,
      required: true,
      description:
        'What it must be. Without any of those opportunities a total is 0, and there is no average, largest or smallest.',
    }),
  }),
});

export const OpportunityFigure = builder.inputRef<FigureInput>('OpportunityFigure').implement({
  description: 'A figure over the opportunities of a lead.',
  fields: (t) => figureFields(t, refOf(opportunityFilter)),
});

type Part = Pick<Extract<Filter, { kind: 'part' }>, 'number' | 'of'>;

const PartInput = builder.inputRef<Part>('PartInput').implement({
  description: 'One of several parts: every object is in exactly one of them, and stays in it.',
  fields: (t) => ({
    number: t.int({ required: true, description: 'Which one, counted from 1.' }),
    of: t.int({ required: true, description: `How many there are, ${limits.parts} at most.` }),
  }),
});

function defineFilter(shape: FilterShape, description: string) {
  const ref = builder.inputRef<{ [field: string]: unknown }>(shape.typeName);
  refs.set(shape.typeName, ref);
  return ref.implement({
    description: `${description} All fields given must hold. A list’s own filter may ask nothing, which is all: null, \`{}\`. Within a filter, null and what asks nothing (\`{ leadId: {} }\`, \`{ not: {} }\`) are errors, for they are what a variable that was not set leaves behind.`,
    fields: (t) => ({
      and: t.field({ type: [ref], description: 'All of these must match.' }),
      or: t.field({ type: [ref], description: 'At least one of these must match; an empty list matches nothing.' }),
      not: t.field({
        type: ref,
        description: 'This must not match. What has no value is not matched by a comparison.',
      }),
      words: t.string({
        description: `Each of these words begins a word in one of its texts, in any case: ${shape.texts}.`,
      }),
      phrase: t.string({
        description:
          'These words stand whole and side by side in one of those texts, with blanks of any kind between them.',
      }),
      part: t.field({ type: PartInput, description: 'One part of all, for reading them side by side.' }),
      ...Object.fromEntries(
        Object.entries(shape.fields).map(([name, [, comparison, about]]) => [
          name,
          t.field({ type: comparisons[comparison], description: about }),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(shape.relations).map(([name, [, related, about]]) => [
          name,
          t.field({ type: refOf(related()), description: about }),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(shape.ages ?? {}).map(([name, [, about]]) => [
          name,
          t.field({ type: comparisons.integer, description: about }),
        ]),
      ),
      ...(shape.stalls && {
        isStalled: t.boolean({
          description:
            'true: active ones that nobody has changed for `stalledAfterDays` of the organization or longer, none where that is null. false: all others.',
        }),
      }),
      ...(shape.figures && {
        opportunityFigure: t.field({
          type: OpportunityFigureFilter,
          description:
            'How many opportunities it has of those that match, or what they are worth. Several stand in `and`.',
        }),
      }),
      ...(shape.custom && {
        custom: t.field({ type: [CustomFieldFilter], description: 'Custom fields; each must match.' }),
      }),
    }),
  });
}

type FilterRef = ReturnType<typeof builder.inputRef<{ [field: string]: unknown }>>;
const refs = new Map<string, FilterRef>();

function refOf({ typeName }: FilterShape): FilterRef {
  const ref = refs.get(typeName);
  if (!ref) throw new Error(`${typeName} is not defined`);
  return ref;
}

export const StatusChangeFilter = defineFilter(statusChangeFilter, 'Which changes of status.');
export const ContactFilter = defineFilter(contactFilter, 'Which contacts.');
export const TaskFilter = defineFilter(taskFilter, 'Which tasks.');
export const NoteFilter = defineFilter(noteFilter, 'Which notes.');
export const LeadStatusChangeFilter = defineFilter(leadStatusChangeFilter, 'Which changes of leads’ statuses.');
export const EventFilter = defineFilter(eventFilter, 'Which events.');
export const OpportunityFilter = defineFilter(opportunityFilter, 'Which opportunities.');
export const LeadFilter = defineFilter(leadFilter, 'Which leads.');

/** @throws FILTER_TOO_COMPLEX, INVALID_FILTER */
export function filterFromInput(
  shape: FilterShape,
  input: FilterInput | null | undefined,
  when: When,
  argument = 'filter',
): Filter {
  return saidAt(argument, () => {
    const filter = read(shape, input ?? {}, when, 1);
    assertBounded(filter);
    return filter;
  });
}

function read(shape: FilterShape, input: FilterInput, when: When, depth: number): Filter {
  if (depth > limits.depth) {
    throw new DomainError('FILTER_TOO_COMPLEX', `The filter is nested more than ${limits.depth} deep.`);
  }
  const parts = Object.entries(input).flatMap(([name, value]) =>
    value === undefined ? [] : [saidAt(name, () => readField(shape, name, value, when, depth))],
  );
  return and(...parts);
}

/** Within another: there it must ask something. */
function readInner(shape: FilterShape, input: FilterInput, when: When, depth: number): Filter {
  const filter = read(shape, input, when, depth);
  if (filter.kind !== 'every') return filter;
  throw saysNothing('{}', 'To find what has any at all, use { id: { isNull: false } }.');
}

function readField(shape: FilterShape, name: string, value: unknown, when: When, depth: number): Filter {
  if (value === null) throw saysNothing('null', 'To find what has no value, use { isNull: true }.');
  const nested = (part: unknown) => readInner(shape, part as FilterInput, when, depth + 1);
  const each = (read: (part: unknown) => Filter) =>
    (value as unknown[]).map((part, index) => saidAt(index, () => read(part)));
  if (name === 'not') return { kind: 'not', filter: nested(value) };
  if (name === 'and') return and(...each(nested));
  if (name === 'or') return { kind: 'or', filters: each(nested) };
  if (name === 'words') return wordsOf(value as string);
  if (name === 'phrase') return phraseOf(value as string);
  if (name === 'part') return { kind: 'part', ...(value as Part) };
  if (name === 'custom') return and(...each((part) => readCustom(part as CustomFieldFilterInput, when)));
  if (name === 'opportunityFigure') return readFigureFilter(value as FigureFilterInput, when, depth);
  const relation = shape.relations[name];
  if (relation) {
    const [related, inner] = relation;
    return { kind: 'some', relation: related, filter: readInner(inner(), value as FilterInput, when, depth + 1) };
  }
  const age = shape.ages?.[name];
  if (age) return ageToFilter(age[0], value as ComparisonInput, when);
  if (name === 'isStalled') return value === true ? stalledFilter(when) : { kind: 'not', filter: stalledFilter(when) };
  const row = shape.fields[name];
  if (!row) throw new Error(`${shape.typeName} has no field ${name}`);
  return comparisonToFilter(row[0], row[1], value as ComparisonInput, when);
}

function readFigureFilter({ compare, ...asked }: FigureFilterInput, when: When, depth: number): Filter {
  const figure = readFigure(asked, when, depth);
  return { kind: 'figure', figure, is: saidAt('compare', () => comparisonToFilter('figure', 'figure', compare, when)) };
}

/** @throws INVALID_FILTER */
export const readFigure = (asked: FigureInput, when: When, depth = 1): Figure =>
  figureFromInput(asked, (of) => readInner(opportunityFilter, of, when, depth + 1));

/** GraphQL has seen to it that it says one thing. */
function readCustom({ fieldId, value }: CustomFieldFilterInput, when: When): Filter {
  const comparisons = Object.entries(customComparisons).filter(([name]) => value[name] !== undefined);
  return saidAt('value', () =>
    and(
      ...comparisons.map(([name, comparison]) =>
        saidAt(name, () => comparisonToFilter(`custom.${fieldId}`, comparison, value[name] as ComparisonInput, when)),
      ),
    ),
  );
}
