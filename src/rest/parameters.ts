/** Parameters that several routes have in common, as the OpenAPI document tells them. */
import type { FilterParam } from './filters.ts';
import type { PageBounds } from './paging.ts';
import type { SearchParam } from './question.ts';
import type { Parameter } from './route.ts';
import { text } from './schema.ts';

export const fieldsParam: Parameter = {
  name: '_fields',
  schema: text,
  description:
    'Only these fields, between commas: `id,note`, `custom` for all custom fields, `custom.cf_ID` for one, `_all` for everything. Unknown names are ignored; empty gives empty objects.',
};

export function pagingParams({ limit, skip }: PageBounds): readonly Parameter[] {
  const count = (maximum?: number) => ({ type: 'integer', minimum: 0, ...(maximum !== undefined && { maximum }) });
  return [
    { name: '_skip', schema: count(skip), description: 'How many to pass over.' },
    {
      name: '_limit',
      schema: count(limit),
      description: `How many to give, ${Math.min(100, limit)} where nothing is said.`,
    },
  ];
}

export function filterParams(filters: readonly FilterParam[]): readonly Parameter[] {
  return filters.flatMap(({ name, operators, schema, description }) =>
    operators
      .filter((suffix) => suffix !== '__exact')
      .map((suffix) => ({
        name: `${name}${suffix}`,
        schema: suffix === '__in' ? text : schema,
        description: suffixes[suffix] ?? `${description} Empty: those without.`,
      })),
  );
}

const suffixes: Readonly<Record<string, string>> = {
  __in: 'One of these, between commas; quotes keep a comma that belongs to a value.',
  __lt: 'Earlier than this; a date means its beginning.',
  __lte: 'Not later than this; a date means its end.',
  __gt: 'Later than this; a date means its end.',
  __gte: 'Not earlier than this; a date means its beginning.',
};

export function searchParams(searches: readonly SearchParam[]): readonly Parameter[] {
  return searches.map(({ name, description }) => ({ name, description, schema: text }));
}
