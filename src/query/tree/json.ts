/** Parts of a tree of conditions that came as JSON: each must be what it is read as, and what is wrong is told with its place. */
import { at, DomainError } from '../../errors.ts';
import { nearest } from '../../value/text.ts';

export type Json = Readonly<Record<string, unknown>>;

export const wrong = (message: string) => new DomainError('INVALID_FILTER', message);

const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

export function objectOf(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw wrong(`${what} is an object, not ${shown(value)}.`);
}

export function listOf<Item>(parent: Json, name: string, read: (item: unknown) => Item): readonly Item[] {
  return at(name, () => {
    const value = parent[name];
    if (!Array.isArray(value)) throw wrong(`A list belongs here, not ${shown(value)}.`);
    return value.map((item, index) => at(index, () => read(item)));
  });
}

export function textOf(parent: Json, name: string): string {
  return at(name, () => {
    const value = parent[name];
    if (typeof value === 'string') return value;
    throw wrong(`A text belongs here, not ${shown(value)}.`);
  });
}

/** Where nothing is said, false. */
export function flagOf(parent: Json, name: string): boolean {
  return at(name, () => {
    const value = parent[name] ?? false;
    if (typeof value === 'boolean') return value;
    throw wrong(`true or false belongs here, not ${shown(value)}.`);
  });
}

export function numberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(`A number belongs here, not ${shown(value)}.`);
}

/** What one of several words stands for. */
export function chosen<Choice>(parent: Json, name: string, choices: Readonly<Record<string, Choice>>): Choice {
  const word = textOf(parent, name);
  const choice = new Map(Object.entries(choices)).get(word);
  if (choice !== undefined) return choice;
  const words = Object.keys(choices);
  const meant = nearest(word, words);
  const hint = meant === undefined ? `There is ${words.join(', ')}.` : `Did you mean ${meant}?`;
  return at(name, () => {
    throw wrong(`${shown(word)} is not known here. ${hint}`);
  });
}
