/** Conditions of a tree: what the value of a field must be. */
import type { Caller } from '../../caller.ts';
import { at } from '../../errors.ts';
import type { Field } from '../../filter/field.ts';
import { and, type Filter, type Operator, type Value } from '../../filter/filter.ts';
import { dayOf, type Instant } from '../../value/period.ts';
import { wordsIn } from '../../value/word.ts';
import { chosen, flagOf, type Json, listOf, numberOf, objectOf, textOf, wrong } from './json.ts';
import { momentOf } from './moment.ts';

export type Asker = Pick<Caller, 'userId' | 'zone' | 'now'>;

type Read = (condition: Json, field: Field, asker: Asker) => Filter;

/** @throws INVALID_FILTER */
export function conditionOf(value: unknown, field: Field, asker: Asker): Filter {
  const condition = objectOf(value, 'A condition');
  return chosen(condition, 'type', kinds)(condition, field, asker);
}

const present = ({ name }: Field): Filter => ({ kind: 'present', field: name });
const compare = ({ name }: Field, operator: Operator, value: Value): Filter => ({
  ...{ kind: 'compare', field: name, operator, value },
});
const oneOf = ({ name }: Field, values: readonly string[]): Filter => ({ kind: 'in', field: name, values });

const kinds: Readonly<Record<string, Read>> = {
  exists: (_, field) => present(field),
  boolean: (condition, field) => {
    // The fields here that are or are not so are those that say since when.
    needs(field, field.type === 'instant', 'exists');
    return flagOf(condition, 'value') ? present(field) : { kind: 'not', filter: present(field) };
  },
  current_user: (_, field, { userId }) => {
    needs(field, field.type === 'id', 'exists');
    return compare(field, 'eq', userId);
  },
  text: (condition, field) => {
    needs(field, field.type === 'text', usual[field.type]);
    return chosen(condition, 'mode', modes)(field, textOf(condition, 'value'));
  },
  term: (condition, field) => oneOf(field, wordsOf(condition, 'values', field)),
  reference: (condition, field) => {
    needs(field, field.type === 'id', usual[field.type]);
    return oneOf(field, wordsOf(condition, 'object_ids', field));
  },
  number_range: (condition, field) => {
    needs(field, isNumeric(field), usual[field.type]);
    return bounded(condition, ['gt', 'gte', 'lt', 'lte'], (operator, value) =>
      compare(field, operator, amountOf(field, operator, numberOf(value))),
    );
  },
  moment_range: (condition, field, asker) => {
    needs(field, field.type === 'instant' || field.type === 'date', usual[field.type]);
    return bounded(condition, ['on_or_after', 'before'], (bound, value) =>
      compareMoment(field, bound, momentOf(value, asker), asker),
    );
  },
};

/** Which condition goes with a type. */
const usual: Readonly<Record<Field['type'], string>> = {
  ...{ id: 'reference', enum: 'term', text: 'text', money: 'number_range', weighted: 'number_range' },
  ...{ integer: 'number_range', number: 'number_range', date: 'moment_range', instant: 'moment_range' },
};

function needs({ name }: Field, fits: boolean, other: string): void {
  if (fits) return;
  at('type', () => {
    throw wrong(`This does not go with ${name}: use ${other}.`);
  });
}

/** In any case. All but the last find the text anywhere in the value, within words too. */
const modes: Readonly<Record<string, (field: Field, text: string) => Filter>> = {
  full_words: eachWord,
  beginning_of_words: eachWord,
  phrase: ({ name }, text) => ({ kind: 'contains', field: name, text }),
  exact_value: (field, text) => compare(field, 'eq', text),
};

function eachWord({ name }: Field, text: string): Filter {
  return and(...wordsIn(text).map((word): Filter => ({ kind: 'contains', field: name, text: word })));
}

function wordsOf(condition: Json, name: string, field: Field): readonly string[] {
  const words = listOf(condition, name, (word) => {
    if (typeof word === 'string') return word;
    throw wrong('A text belongs here.');
  });
  needs(field, field.type === 'id' || field.type === 'enum' || field.type === 'text', usual[field.type]);
  return words;
}

const isNumeric = ({ type }: Field) => ['money', 'weighted', 'integer', 'number'].includes(type);

/** Amounts are whole minor units: a bound between two of them is the next of them that it lets in. */
function amountOf({ type }: Field, operator: Operator, number: number): Value {
  if (type === 'number') return number;
  const whole = operator === 'gte' || operator === 'lt' ? Math.ceil(number) : Math.floor(number);
  return type === 'integer' ? whole : BigInt(whole);
}

/** Of days, those of which the whole lies beyond the bound, or begins with it. */
function compareMoment(field: Field, bound: 'on_or_after' | 'before', moment: Instant, { zone }: Asker): Filter {
  if (field.type === 'instant') return compare(field, bound === 'before' ? 'lt' : 'gte', moment);
  if (bound === 'on_or_after') return compare(field, 'gte', dayOf(moment, zone));
  return compare(field, 'lte', dayOf((moment - 1) as Instant, zone));
}

/** All bounds that are said; one must be. */
function bounded<Bound extends string>(
  condition: Json,
  bounds: readonly Bound[],
  read: (bound: Bound, value: unknown) => Filter,
): Filter {
  const said = bounds.filter((bound) => condition[bound] != null);
  if (said.length === 0) throw wrong(`Say one of ${bounds.join(', ')}.`);
  return and(...said.map((bound) => at(bound, () => read(bound, condition[bound]))));
}
