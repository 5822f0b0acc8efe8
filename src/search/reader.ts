/** Where the parser is in the text, and the limits it keeps. */
import { type Mode, scan, type Token } from './lexer.ts';
import { type SortKey, type Span, searchLimits } from './syntax.ts';
import { type Mistake, syntaxError } from './syntax-error.ts';

export interface Reader {
  readonly source: string;
  /** The token that is to be read next. */
  token: Token;
  /** How many parentheses and `not`s are open. */
  depth: number;
  terms: number;
  readonly sort: SortKey[];
}

export function startReading(source: string): Reader {
  return { source, token: scan(source, 0, 'term'), depth: 0, terms: 0, sort: [] };
}

/** Goes on after `position`. Tokens already looked at there are read anew, for the mode may be another. */
export function moveTo(reader: Reader, position: number, mode: Mode = 'term'): void {
  reader.token = scan(reader.source, position, mode);
}

export function isKeyword(token: Token, ...keywords: readonly string[]): boolean {
  return token.kind === 'word' && keywords.includes(token.text.toLowerCase());
}

/** The words that join terms; as text or as a value they need quotes, so that a forgotten value is not read as one. */
export function isReserved(token: Token): boolean {
  return isKeyword(token, 'and', 'or', 'not');
}

export const expectedTerm = ['a word', '"quoted text"', 'field:value', 'name(…)', '(', 'not'] as const;
export const expectedName = ['a field'] as const;
export const expectedValue = ['a value'] as const;

/** The error that the next token cannot stand where it stands. */
export function unexpected(
  { source, token }: Pick<Reader, 'source' | 'token'>,
  expected: readonly string[],
  details: Pick<Mistake, 'problem' | 'advice' | 'suggestion'> = {},
) {
  return syntaxError({ position: token.start, expected, found: source.slice(token.start, token.end), ...details });
}

/** Reads something nested: recursion is bounded here. */
export function deeper<T>(reader: Reader, work: () => T): T {
  if (reader.depth === searchLimits.depth) {
    throw unexpected(reader, [`at most ${searchLimits.depth} levels`], {
      problem: `the search is nested more than ${searchLimits.depth} deep`,
      advice: 'Parentheses and not count. Take some away.',
    });
  }
  reader.depth += 1;
  const result = work();
  reader.depth -= 1;
  return result;
}

/** Words, phrases, comparisons, the values of a list and the keys of a sort are terms. */
export function countTerm(reader: Reader, { start }: Span): void {
  reader.terms += 1;
  if (reader.terms > searchLimits.terms) {
    throw syntaxError({
      position: start,
      expected: [`at most ${searchLimits.terms} terms`],
      found: reader.source.slice(start),
      problem: `the search has more than ${searchLimits.terms} terms`,
      advice: 'Ask in several searches.',
    });
  }
}

/** Of other languages, and what word processors make of a quote. */
const otherQuote = /^[`‘’‚“”„]/;

/** Whether an unquoted word means just its characters. */
export function isLiteral(word: string): boolean {
  return !word.includes('*') && !otherQuote.test(word);
}

/**
 * An unquoted word is searched as it stands; what people bring from other languages would then silently find nothing.
 * @throws SEARCH_SYNTAX for `impor*` and `“important”`
 */
export function assertPlain(reader: Pick<Reader, 'source' | 'token'>): void {
  const { token } = reader;
  if (token.kind !== 'word') return;
  if (token.text.includes('*')) {
    throw unexpected(reader, ['* alone', 'text without *'], {
      problem: 'a * stands alone (everything) or after a field (has a value), not in a word',
      advice: 'A word finds all that begins with it. To search for a * itself, put the text in double quotes.',
      suggestion: token.text.replaceAll('*', ''),
    });
  }
  if (otherQuote.test(token.text)) {
    throw unexpected(reader, ['"'], { advice: 'Text is quoted with the straight double quote, ".' });
  }
}
