/** `_fields`: which fields of a resource an answer holds, and what of the database they need. */
import type { Field, Identified, Resource } from './field.ts';
import type { Params } from './params.ts';

export interface Asked<Row> {
  readonly fields: readonly Field<Row>[];
  /** Custom fields by id; undefined where none are asked for. */
  readonly custom: { readonly only: ReadonlySet<string> | 'all'; readonly byName: boolean } | undefined;
}

const customPrefix = 'custom.';

/** Names that there are not are passed over, as the source API does. */
export function askedFields<Row extends Identified>(resource: Resource<Row>, params: Params): Asked<Row> {
  const names = params.list('_fields');
  return names === undefined ? everyday(resource) : named(resource, new Set(names));
}

/** What an answer holds where nothing is said. */
export function everyday<Row extends Identified>({ fields, custom }: Resource<Row>): Asked<Row> {
  return {
    fields: fields.filter(({ onDemand }) => !onDemand),
    custom: custom && { only: 'all', byName: custom.byName },
  };
}

function named<Row extends Identified>({ fields, custom }: Resource<Row>, names: ReadonlySet<string>): Asked<Row> {
  const all = names.has('_all');
  const ids = [...names].filter((name) => name.startsWith(customPrefix)).map((name) => name.slice(customPrefix.length));
  const wholly = all || names.has('custom');
  return {
    fields: fields.filter(({ name }) => all || names.has(name)),
    custom:
      custom && (wholly || ids.length > 0)
        ? { only: wholly ? 'all' : new Set(ids), byName: custom.byName && wholly }
        : undefined,
  };
}

/** The Prisma selection of all fields that are asked for; the id always, for rows must be told apart. */
export function selectionOf(fields: readonly { readonly select: object }[]): object {
  return fields.map(({ select }) => select).reduce(merged, { id: true });
}

function merged(a: object, b: object): object {
  const result: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = result[key];
    result[key] = isObject(other) && isObject(value) ? merged(other, value) : (other ?? value);
  }
  return result;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
