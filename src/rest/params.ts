/** The parameters of a request: from its query string, or from `_params` in its body, where a query string would be too long. */
import { splitList } from '../value/list-text.ts';

export interface Params {
  /** The first value of that name; undefined where there is none. */
  text(name: string): string | undefined;
  /** All values of that name, those between commas apart; undefined where there is none. */
  list(name: string): readonly string[] | undefined;
  /** The query string; empty for those of a body. */
  readonly queryString: string;
}

export function paramsOfQuery(query: URLSearchParams): Params {
  return {
    text: (name) => query.get(name) ?? undefined,
    list: (name) => (query.has(name) ? query.getAll(name).flatMap(splitList) : undefined),
    queryString: query.toString(),
  };
}

/** Values may be text, numbers, booleans or lists of them. Null is what `name=` is in a query string. */
export function paramsOfObject(given: Readonly<Record<string, unknown>>): Params {
  const valuesOf = (name: string) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) return undefined;
    return Array.isArray(value) ? value.map(textOf) : textOf(value);
  };
  return {
    text(name) {
      const values = valuesOf(name);
      return typeof values === 'string' ? values : values?.join(',');
    },
    list(name) {
      const values = valuesOf(name);
      return typeof values === 'string' ? splitList(values) : values;
    },
    queryString: '',
  };
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
