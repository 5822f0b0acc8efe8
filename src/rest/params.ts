/** The parameters of a request: from its query string, or from `_params` in its body, where a query string would be too long. */

export interface Params {
  /** The first value of that name; undefined where there is none. */
  text(name: string): string | undefined;
  /** All values of that name, those between commas apart; undefined where there is none. */
  list(name: string): readonly string[] | undefined;
}

export function paramsOfQuery(query: URLSearchParams): Params {
  return {
    text: (name) => query.get(name) ?? undefined,
    list: (name) => (query.has(name) ? query.getAll(name).flatMap(splitList) : undefined),
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
  };
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `a,"b, c",d`: quotes keep a comma that belongs to a value, as labels may have. Two quotes in quotes are one. */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let at = 0;
  do {
    const quoted = quotedItem.exec(text.slice(at));
    const end = quoted ? at + quoted[0].length : text.indexOf(',', at);
    const stop = end < 0 ? text.length : end;
    items.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : text.slice(at, stop).trim());
    at = stop + 1;
  } while (at <= text.length);
  return items;
}

const quotedItem = /^\s*"((?:[^"]|"")*)"\s*(?=,|$)/;
