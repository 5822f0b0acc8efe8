/** What clicks do to a search: they write what one would type. */

/** Quotes hold what is meant as it stands. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

const piece = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s"()])+`;
const sortPattern = new RegExp(String.raw`(?:^|\s+)sort\s*:\s*(${piece})`, 'i');

export function sortOf(query: string): readonly string[] {
  return sortPattern.exec(query)?.[1]?.split(',') ?? [];
}

export function withSort(query: string, keys: readonly string[]): string {
  const rest = query.replace(sortPattern, '').trim();
  return keys.length === 0 ? rest : `${rest} sort:${keys.join(',')}`.trim();
}

/** A click sorts down, then up, then not; with `keep` beside the keys that are there, of which there are three at most. */
export function sortedBy(query: string, key: string, keep: boolean): string {
  const keys = sortOf(query);
  const next = keys.includes(`-${key}`) ? [key] : keys.includes(key) ? [] : [`-${key}`];
  if (!keep) return withSort(query, next);
  const at = keys.findIndex((one) => one === key || one === `-${key}`);
  return withSort(query, at < 0 ? [...keys, ...next].slice(-3) : keys.toSpliced(at, 1, ...next));
}

const withoutQuotes = (text: string) => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');

/** What holds besides what is asked already. `or` binds less, so it gets parentheses. */
export function withTerm(query: string, term: string): string {
  const sort = sortOf(query);
  const rest = withSort(query, []);
  const grouped = /\bor\b/i.test(withoutQuotes(rest)) ? `(${rest})` : rest;
  return withSort(`${grouped} ${term}`.trim(), sort);
}

/** `field:value` stands in place of what was said of the field at the top; an undefined value asks nothing of it. */
export function setTerm(query: string, field: string, value: string | undefined): string {
  const said = new RegExp(String.raw`(^|\s)(?:not\s+)?${field}\s*:\s*${piece}`, 'i');
  const rest = query.replace(said, '$1').replaceAll(/\s+/g, ' ').trim();
  return value === undefined ? rest : withTerm(rest, value === '' ? `not ${field}:*` : `${field}:${value}`);
}

/** What is said of the field, as it was typed: undefined for nothing, empty for that it has no value. */
export function termOf(query: string, field: string): string | undefined {
  const [, not, value] = new RegExp(String.raw`(?:^|\s)(not\s+)?${field}\s*:\s*(${piece})`, 'i').exec(query) ?? [];
  return not ? (value === '*' ? '' : `not ${value}`) : value;
}
