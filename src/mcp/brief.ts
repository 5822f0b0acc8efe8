/** Answers in few words: a model reads, and pays for, every one of them. */

/** Of a text, in characters: what a note is about. */
const longest = 300;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Without what is null, empty or a wrapper; custom values by their name; long texts cut, with a mark. */
export function brief(answer: unknown): Json {
  if (Array.isArray(answer)) return answer.map(brief);
  if (typeof answer === 'string') return answer.length > longest ? `${answer.slice(0, longest)}…` : answer;
  if (typeof answer !== 'object' || answer === null) return plain(answer);
  const told: [string, Json][] = [];
  for (const [name, value] of Object.entries(answer)) {
    if (name === 'customFields' && Array.isArray(value) && value.some(hasField)) told.push(['custom', byName(value)]);
    else if (name === 'pageInfo') told.push(...cursorOf(value));
    else if (!isNothing(value)) told.push([name, brief(value)]);
  }
  return Object.fromEntries(told);
}

const plain = (value: unknown): Json => (typeof value === 'number' || typeof value === 'boolean' ? value : null);

const isNothing = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);

interface CustomValue {
  readonly field: { readonly name: string };
}

const hasField = (value: unknown): value is CustomValue =>
  typeof value === 'object' && value !== null && 'field' in value;

/** `{"field": {"name": "Seats"}, "number": 5}` -> `"Seats": 5` */
const byName = (values: readonly unknown[]): Json =>
  Object.fromEntries(
    values.filter(hasField).map(({ field, ...value }) => [field.name, brief(Object.values(value)[0] ?? null)]),
  );

function cursorOf(pageInfo: unknown): [string, Json][] {
  const { hasNextPage, endCursor } = pageInfo as { hasNextPage?: boolean; endCursor?: string | null };
  return hasNextPage && endCursor ? [['nextCursor', endCursor]] : [];
}
