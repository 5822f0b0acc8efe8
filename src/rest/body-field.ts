/** What a body may say, as a table: each key, what it is for the core, and under which name what is wrong with it is told. */
import type { Caller } from '../caller.ts';
import { at, DomainError } from '../errors.ts';
import { invalid } from '../value/input.ts';
import type { Body } from './field.ts';
import { anyObject, type Reader } from './reader.ts';
import { described, object, type Schema } from './schema.ts';

export interface BodyField<Input> {
  readonly name: string;
  /** What the core calls it. */
  readonly to: keyof Input & string;
  readonly reader: Reader<unknown>;
  readonly description: string;
  /** The name that errors give it, where the source API has another one for that. @default name */
  readonly errorName?: string;
  /** What errors say of a value of the right type, in the words of the source API. */
  readonly refusal?: (message: string, given: unknown) => string;
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

/** An object that is read by a table of its own. */
export function nested<Input>(fields: readonly BodyField<Input>[], required: readonly string[]): Reader<Input> {
  return {
    schema: bodySchema(fields, { required }),
    keys: fields,
    read: (value, caller) => readWhole(fields, required, anyObject.read(value, caller), caller),
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
  const { name, to, errorName = name, refusal, reader } = field;
  const place = rest.map((part) => reader.keys?.find((key) => key.to === part)?.name ?? part);
  // Messages of the core that name the field begin with it.
  const named = message.startsWith(`${to} `) ? name + message.slice(to.length) : message;
  const refused = refusal && body[name] !== null ? refusal(named, body[name]) : named;
  return new DomainError(code, refused, { path: [errorName, ...place], extra, cause });
}

interface MoreOfBody {
  /** Keys that are read by themselves, beside the table. */
  readonly keys?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export function bodySchema<Input>(fields: readonly BodyField<Input>[], more: MoreOfBody = {}): Schema {
  const { keys = {}, patternProperties, required = [] } = more;
  const own = fields.map(({ name, reader, description }) => [name, described(reader.schema, description)]);
  return {
    ...object({ ...Object.fromEntries(own), ...keys }, required),
    ...(patternProperties && { patternProperties }),
    additionalProperties: true,
  };
}
