/** The JSON Schemas that fields and bodies are described with, in the OpenAPI document and in the tests that check answers. */

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const number: Schema = { type: 'number' };
export const boolean: Schema = { type: 'boolean' };
export const anything: Schema = {};
export const nothing: Schema = { type: 'null' };

export const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-03-31'] };
export const instant: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}\\+00:00$',
  examples: ['2026-06-19T12:04:53.517000+00:00'],
};
export const localTime: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}$',
  examples: ['2026-06-19T09:22:10.931000'],
};
export const midnight: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T00:00:00\\+00:00$' };

export function oneOf(words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

export function nullable(schema: Schema): Schema {
  const { type, enum: words } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, nothing] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(words) && { enum: [...words, null] }) };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** An object with just these keys. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = Object.keys(properties),
): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const link: Schema = object({
  name: described(text, 'What it is called.'),
  url: described(text, 'Where it leads.'),
});

export function refTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export function described(schema: Schema, description: string): Schema {
  return { ...schema, description };
}
