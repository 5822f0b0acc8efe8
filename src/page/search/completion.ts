/** What the word at the caret may become: a field, or a value of the field that stands before it. */
import type { Session } from '../state/session.ts';
import { type Suggestion, sortKeys, vocabulary } from './vocabulary.ts';

export interface Completion {
  /** Where the word begins and ends that is to be replaced. */
  readonly start: number;
  readonly end: number;
  readonly suggestions: readonly Suggestion[];
}

const most = 8;

/** Quoted texts that are closed, sign by sign: what is in them begins no word. */
const mask = '\u0000';
const masked = (text: string) => text.replaceAll(/"[^"]*"/g, (part) => mask.repeat(part.length));
const begun = /((?:custom\.\0+|[\w.]+)\s*(?::|!=|=)\s*)?("[^"]*|[^\s"():=\0]*)$/;

export function complete(text: string, caret: number, session: Session): Completion {
  const [{ length } = '', before = '', word = ''] = begun.exec(masked(text.slice(0, caret))) ?? [];
  const name = text.slice(caret - length, caret - length + before.length);
  return { start: caret - word.length, end: caret, suggestions: suggest(name, word, session).slice(0, most) };
}

function suggest(before: string, word: string, session: Session): readonly Suggestion[] {
  const name = before.replace(/\s*(:|!=|=)\s*$/, '').toLowerCase();
  if (name === 'sort') return sortSuggestions(word);
  const fields = vocabulary(session);
  if (name === '') {
    return fields
      .filter((field) => word !== '' && matches(field.name, word))
      .map((field) => ({ text: `${field.name}:`, hint: field.hint }));
  }
  const values = fields.find((field) => field.name.toLowerCase() === name)?.values?.(session) ?? [];
  return values
    .filter((value) => matches(value, word) && value !== word)
    .map((text) => ({ text: `${text} `, hint: '' }));
}

const plain = (text: string) => text.toLowerCase().replaceAll('"', '');
const matches = (text: string, word: string) =>
  plain(text)
    .split(/[\s._]/)
    .concat(plain(text))
    .some((part) => part.startsWith(plain(word)));

const sortSuggestions = (word: string): readonly Suggestion[] => {
  const sign = word.startsWith('-') ? '-' : '';
  return sortKeys
    .filter((key) => matches(key, word.slice(sign.length)))
    .map((key) => ({ text: `${sign}${key} `, hint: sign ? 'descending' : 'ascending' }));
};
