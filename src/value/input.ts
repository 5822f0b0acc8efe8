/** Checks of single values of an input. What is wrong is thrown as INVALID_INPUT, with the name of the field as its path. */
import { at, DomainError } from '../errors.ts';
import { assertText, nearest } from './text.ts';

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

export function wordOf<Word extends string>(field: string, word: string, words: readonly Word[]): Word {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  const meant = nearest(word, words);
  const hint = meant === undefined ? `Use one of ${words.join(', ')}.` : `Did you mean ${meant}?`;
  throw invalid(field, `${field} must not be ${JSON.stringify(word.slice(0, 100))}. ${hint}`);
}
