/** What a body may say, as a table: each key, what it is for the core, and under which name what is wrong with it is told. */
import type { Caller } from '../caller.ts';
import { at, DomainError } from '../errors.ts';
import { invalid } from '../value/input.ts';
import { type CalendarDate, type Instant, parseCalendarDate, parseInstant, startOfDay } from '../value/period.ts';
import type { Body } from './field.ts';
import { boolean, day, described, instant, integer, listOf, nullable, object, type Schema, text } from './schema.ts';

/** How one value is read. @throws INVALID_INPUT, without a path */
export interface Reader<Value> {
  readonly schema: Schema;
  readonly read: (value: unknown, caller: Caller) => Value;
}

export interface BodyField<Input> {
  readonly name: string;
  /** What the core calls it. */
  readonly to: keyof Input & string;
  readonly reader: Reader<unknown>;
  readonly description: string;
  /** The name that errors give it, where the source API has another one for that. @default name */
  readonly errorName?: string;
  /** What errors say of a value of the right type, in the words of the source API. */
  readonly refusal?: (message: string) => string;
}

/** The word in which a table of what a body may say is written. */
export function bodyFieldsOf<Input>() {
  return <Key extends keyof Input & string>(
    name: string,
    to: Key,
    reader: Reader<Input[Key]>,
    description: string,
    more: Pick<BodyField<Input>, 'errorName' | 'refusal'> = {},
  ): BodyField<Input> => ({ name, to, reader, description, ...more });
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

export function orNull<Value>({ schema, read }: Reader<Value>): Reader<Value | null> {
  return { schema: nullable(schema), read: (value, caller) => (value === null ? null : read(value, caller)) };
}

export function many<Value>({ schema, read }: Reader<Value>): Reader<readonly Value[]> {
  return {
    schema: listOf(schema),
    read(value, caller) {
      if (!Array.isArray(value)) throw wrongType('list');
      return value.map((item, index) => at(index, () => read(item, caller)));
    },
  };
}

/** Of a date with a time the date counts, as it is written. */
export const calendarDate: Reader<CalendarDate> = {
  schema: { anyOf: [day, text] },
  read(value, caller) {
    const given = anyText.read(value, caller);
    const written = parseInstant(given, caller.zone) === undefined ? given : given.slice(0, 10);
    const date = parseCalendarDate(written);
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
    throw wrong('Write the moment as 2026-03-31T14:00:00Z.');
  },
};

/** An object that is read by a table of its own. */
export function nested<Input>(fields: readonly BodyField<Input>[], required: readonly string[]): Reader<Input> {
  return {
    schema: bodySchema(fields, { required }),
    read: (value, caller) => readWhole(fields, required, anyObject.read(value, caller), caller),
  };
}

/** `{"id": …}`, of which nothing else counts: programs send back whole objects to name them. */
export function named(key: string): Reader<string> {
  return {
    schema: { type: 'object', properties: { [key]: text }, required: [key] },
    read: (value, caller) => at(key, () => anyText.read(anyObject.read(value, caller)[key], caller)),
  };
}

/** As `readBody`, for what cannot be made without these. */
export function readWhole<Input>(
  fields: readonly BodyField<Input>[],
  required: readonly string[],
  body: Body,
  caller: Caller,
): Input {
  const missing = required.find((name) => body[name] == null);
  if (missing === undefined) return readBody(fields, body, caller) as Input;
  const { errorName = missing } = fields.find(({ name }) => name === missing) ?? {};
  throw invalid(errorName, 'This field is required.');
}

/** Keys that are not in the table are read-only or unknown: programs send back whole objects, and these say nothing. */
export function readBody<Input>(fields: readonly BodyField<Input>[], body: Body, caller: Caller): Partial<Input> {
  const said = fields.filter(({ name }) => Object.hasOwn(body, name));
  const entries = said.map(({ name, to, reader, errorName = name }) => [
    to,
    at(errorName, () => reader.read(body[name], caller)),
  ]);
  return Object.fromEntries(entries) as Partial<Input>;
}

/** What is wrong with an input, told in the names of the body it was read from. */
export async function inNamesOf<Input, Result>(
  fields: readonly BodyField<Input>[],
  body: Body,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw renamed(fields, body, error);
  }
}

function renamed<Input>(fields: readonly BodyField<Input>[], body: Body, error: DomainError): DomainError {
  const { code, message, inputPath, extra, cause } = error;
  const [first, ...rest] = inputPath;
  const field = fields.find(({ to }) => to === first);
  if (!field) return error;
  const { name, errorName = name, refusal } = field;
  const refused = refusal && body[name] !== null ? refusal(message) : message;
  return new DomainError(code, refused, { path: [errorName, ...rest], extra, cause });
}

export function bodySchema<Input>(fields: readonly BodyField<Input>[], more: Schema = {}): Schema {
  const properties = fields.map(({ name, reader, description }) => [name, described(reader.schema, description)]);
  return { ...object(Object.fromEntries(properties), []), additionalProperties: true, ...more };
}

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
