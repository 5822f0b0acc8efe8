/** How single values of a body are read: what they must be, and what is told of those that are something else. */
import type { Caller } from '../caller.ts';
import { at, DomainError } from '../errors.ts';
import { type CalendarDate, type Instant, parseCalendarDate, parseInstant, startOfDay } from '../value/period.ts';
import type { Body } from './field.ts';
import { boolean, day, described, instant, integer, listOf, nullable, oneOf, type Schema, text } from './schema.ts';
import { writtenDate } from './time.ts';

/** How one value is read. @throws INVALID_INPUT, without a path */
export interface Reader<Value> {
  readonly schema: Schema;
  readonly read: (value: unknown, caller: Caller) => Value;
  /** Of objects: what their keys are called, and what the core calls them. */
  readonly keys?: readonly { readonly name: string; readonly to: string }[];
}

const wrong = (message: string) => new DomainError('INVALID_INPUT', message);
const wrongType = (type: string) => wrong(`Value must be of ${type} type.`);

function typed<Value>(schema: Schema, name: string, is: (value: unknown) => value is Value): Reader<Value> {
  return {
    schema,
    read(value) {
      if (is(value)) return value;
      throw wrongType(name);
    },
  };
}

export const anyText = typed(text, 'basestring', (value) => typeof value === 'string');
export const anyInteger = typed(integer, 'int', (value): value is number => Number.isInteger(value));
export const anyBoolean = typed(boolean, 'bool', (value) => typeof value === 'boolean');
export const anyObject = typed({ type: 'object' }, 'dict', (value): value is Body => isObject(value));

export const amount: Reader<bigint> = {
  schema: integer,
  read: (value, caller) => BigInt(anyInteger.read(value, caller)),
};

export function orNull<Value>({ schema, read, ...rest }: Reader<Value>): Reader<Value | null> {
  return { ...rest, schema: nullable(schema), read: (value, caller) => (value === null ? null : read(value, caller)) };
}

/** One of these words. */
export const among = <Word extends string>(words: readonly Word[]): Reader<Word> => ({
  schema: oneOf(words),
  read(value, caller) {
    const given = anyText.read(value, caller);
    const known = words.find((word) => word === given);
    if (known !== undefined) return known;
    throw wrong(`Use one of ${words.join(', ')}.`);
  },
});

/** More than any list that means something; a body has room for a hundred thousand. */
const longestList = 1000;

export function many<Value>({ schema, read, ...rest }: Reader<Value>): Reader<readonly Value[]> {
  return {
    ...rest,
    schema: { ...listOf(schema), maxItems: longestList },
    read(value, caller) {
      if (!Array.isArray(value)) throw wrongType('list');
      if (value.length > longestList) throw wrong(`At most ${longestList} at once, not ${value.length}.`);
      return value.map((item, index) => at(index, () => read(item, caller)));
    },
  };
}

/** Of a date with a time the date counts, as it is written. */
export const calendarDate: Reader<CalendarDate> = {
  schema: { anyOf: [day, text] },
  read(value, caller) {
    const given = anyText.read(value, caller);
    const date = writtenDate(given);
    if (date !== undefined) return date;
    throw wrong('Write the date as 2026-03-31.');
  },
};

/** A date is the moment at which it begins for the caller. */
export const momentInTime: Reader<Instant> = {
  schema: { anyOf: [instant, text] },
  read(value, caller) {
    const given = anyText.read(value, caller);
    const date = parseCalendarDate(given);
    const moment = date === undefined ? parseInstant(given, caller.zone) : startOfDay(date, caller.zone);
    if (moment !== undefined) return moment;
    if (/^\d{4}-\d\d-\d\d$/.test(given)) throw wrong(`The calendar has no ${given}.`);
    throw wrong('Write the moment as 2026-03-31T14:00:00Z.');
  },
};

/** `{"id": …}`, of which nothing else counts: programs send back whole objects to name them. */
export function named(key: string): Reader<string> {
  return {
    schema: { type: 'object', properties: { [key]: described(text, 'Which one.') }, required: [key] },
    read: (value, caller) => at(key, () => anyText.read(anyObject.read(value, caller)[key], caller)),
  };
}

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
