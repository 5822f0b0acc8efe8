/** Checks of single values of an input. What is wrong is thrown as INVALID_INPUT, with the name of the field as its path. */
import { at, DomainError } from '../errors.ts';
import { assertText, fold, nearest } from './text.ts';

export function invalid(field: string, message: string): DomainError {
  return new DomainError('INVALID_INPUT', message, { path: [field] });
}

export function textOf(field: string, text: string, maximum?: number): string {
  return at(field, () => assertText(text, maximum));
}

/** What a thing is called: without blanks around it, not empty, and short enough for a list. */
export function nameOf(field: string, name: string | null): string {
  const trimmed = textOf(field, name ?? '', 255).trim();
  if (trimmed === '') throw invalid(field, `${field} must not be empty.`);
  return trimmed;
}

/** A name that nothing beside it has, in whatever case: people choose by it, and programs look things up by it. */
export function newNameOf(field: string, name: string | null, taken: readonly string[], one: string): string {
  const chosen = nameOf(field, name);
  const twin = taken.find((other) => fold(other) === fold(chosen));
  if (twin === undefined) return chosen;
  throw invalid(field, `There is ${one} called ${JSON.stringify(twin)} already: choose another ${field}.`);
}

/** Lists within an object are short; more than this is a mistake. */
const longestList = 50;

/** Each item of a list, checked under its place. */
export function listOf<Given, Checked>(
  field: string,
  given: readonly Given[],
  check: (item: Given) => Checked,
): readonly Checked[] {
  if (given.length > longestList) throw invalid(field, `At most ${longestList} ${field}, not ${given.length}.`);
  return given.map((item, index) => at(field, () => at(index, () => check(item))));
}

export function wordOf<Word extends string>(field: string, word: string, words: readonly Word[]): Word {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  const meant = nearest(word, words);
  const hint = meant === undefined ? `Use one of ${words.join(', ')}.` : `Did you mean ${meant}?`;
  throw invalid(field, `${field} must not be ${JSON.stringify(word.slice(0, 100))}. ${hint}`);
}
