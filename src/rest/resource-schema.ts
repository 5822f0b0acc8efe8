/** JSON Schemas of resources, made from their tables. */
import type { Identified, Resource } from './field.ts';
import { boolean, described, listOf, object, refTo, type Schema } from './schema.ts';

/** All that an answer may hold, for answers to `_fields`, and what it holds where nothing was said. */
export function schemasOf<Row extends Identified>(resource: Resource<Row>): Readonly<Record<string, Schema>> {
  const { name, description, fields, custom } = resource;
  const part: Schema = {
    ...object(Object.fromEntries(fields.map((field) => [field.name, field.schema])), []),
    ...(custom && { patternProperties: { '^custom\\.cf_': { description: 'A custom field that is set.' } } }),
  };
  const properties = custom?.byName ? { ...(part.properties as object), custom: customByName } : part.properties;
  const usual = fields.filter(({ onDemand }) => !onDemand).map((field) => field.name);
  const whole = { ...part, properties, description, required: custom?.byName ? [...usual, 'custom'] : usual };
  return {
    [name]: whole,
    [`${name}Fields`]: { ...whole, required: [], description: `${description} Only what \`_fields\` named.` },
  };
}

const customByName: Schema = { type: 'object', description: 'Custom fields that are set, by name.' };

/** A resource in an answer: whole, or as far as `_fields` says. */
export function answerOf({ name }: { readonly name: string }): Schema {
  return { anyOf: [refTo(name), refTo(`${name}Fields`)] };
}

export function pageOf(items: Schema, more: Readonly<Record<string, Schema>> = {}): Schema {
  return object({
    data: described(listOf(items), 'What is on this page.'),
    has_more: described(boolean, 'Whether there are more after it.'),
    ...more,
  });
}
