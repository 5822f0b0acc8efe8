/**
 * Text to tokens, one at a time and in one pass: no character is looked at more than a few times.
 *
 * The parser says what it is reading, because the same characters mean different things in different places:
 *  - in `term` mode (words and field names) a colon ends a word; `..` inside a word is part of it;
 *  - in `value` mode (after a comparator) a colon is part of the word, so that `2026-01-01T10:20` and `https://…` need no
 *    quotes, and exactly two dots are the sign of a range;
 *  - in `list` mode (`in (…)`, `sort:`) likewise, and a comma separates.
 *
 * Programs quote with apostrophes too. One that begins a word opens a quote if another one ends a word later on; all others
 * belong to their words (`O'Brien`), or are passed over before them (`'tis`).
 *
 * A comma between two digits belongs to the word (`value > 5,000`). In a list it separates, so that `in (1,2)` has two
 * values, unless the word begins with a currency sign and exactly three digits follow: `in ($5,000, $6,000)`.
 */
import type { Comparator, Span } from './syntax.ts';
import { syntaxError } from './syntax-error.ts';

export type Mode = 'term' | 'value' | 'list';

export type Token = Span &
  (
    | { readonly kind: 'word' | 'quoted'; readonly text: string }
    | { readonly kind: 'comparator'; readonly comparator: Comparator }
    | { readonly kind: '(' | ')' | ',' | '..' | 'end' }
  );

export type ComparatorToken = Extract<Token, { kind: 'comparator' }>;

/** The token at or after a position. */
export function scan(source: string, from: number, mode: Mode): Token {
  const start = startOfToken(source, from);
  const char = source.charAt(start);
  if (char === '') return { kind: 'end', start, end: start };
  if (char === '(' || char === ')' || char === ',') return { kind: char, start, end: start + 1 };
  if (char === '"') return scanQuoted(source, start);
  if (char === "'") {
    const closing = closingApostrophe(source, start) ?? start;
    return { kind: 'quoted', text: source.slice(start + 1, closing), start, end: closing + 1 };
  }
  const comparator = comparatorAt(source, start);
  if (comparator) return { kind: 'comparator', comparator, start, end: start + comparator.length };
  if (dotsAt(source, start) === 2) return { kind: '..', start, end: start + 2 };
  const end = endOfWord(source, start, mode);
  return { kind: 'word', text: source.slice(start, end), start, end };
}

/** After blanks, and after apostrophes that open nothing: a word that begins with one is found without it. */
function startOfToken(source: string, from: number): number {
  let start = from;
  for (;;) {
    while (start < source.length && isBlank(source.charAt(start))) start += 1;
    if (source.charAt(start) !== "'" || closingApostrophe(source, start) !== undefined) return start;
    while (source.charAt(start) === "'") start += 1;
  }
}

/** In quotes `\"` is a quote and `\\` a backslash; any other backslash is itself. */
function scanQuoted(source: string, start: number): Token {
  let text = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '"') return { kind: 'quoted', text, start, end: at + 1 };
    const next = source.charAt(at + 1);
    const escapes = char === '\\' && (next === '"' || next === '\\');
    if (escapes) at += 1;
    text += escapes ? next : char;
  }
  throw syntaxError({
    position: start,
    expected: ['"'],
    found: source.slice(start),
    problem: 'the quoted text that begins here is not closed',
    advice: 'End it with ". Inside, a quote is written \\" and a backslash \\\\.',
  });
}

/** The next one that ends a word; undefined where another one begins a word first, for that may open what it closes. */
function closingApostrophe(source: string, start: number): number | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source.charAt(at) !== "'") continue;
    if (isBesideWords(source.charAt(at + 1))) return at;
    if (isBesideWords(source.charAt(at - 1))) return undefined;
  }
  return undefined;
}

const isBesideWords = (char: string) => char === '' || '(),":=!<>.'.includes(char) || isBlank(char);

function endOfWord(source: string, start: number, mode: Mode): number {
  let end = start;
  while (end < source.length) {
    const char = source.charAt(end);
    if (isBlank(char) || char === '(' || char === ')' || char === '"') break;
    if (char === ',' && !joinsDigits(source, start, end, mode)) break;
    if (char === ':' ? mode === 'term' : comparatorAt(source, end)) break;
    const dots = dotsAt(source, end);
    if (dots === 2 && mode !== 'term') break;
    // A run of dots is taken at once: two dots of an ellipsis are no range.
    end += Math.max(dots, 1);
  }
  return end;
}

function joinsDigits(source: string, start: number, comma: number, mode: Mode): boolean {
  if (!/^\d,\d/.test(source.slice(comma - 1, comma + 2))) return false;
  if (mode !== 'list') return true;
  return /^-?\p{Sc}/u.test(source.slice(start, start + 2)) && /^\d{3}(?!\d)/.test(source.slice(comma + 1, comma + 5));
}

function comparatorAt(source: string, at: number): Comparator | undefined {
  const char = source.charAt(at);
  const followed = source.charAt(at + 1) === '=';
  if (char === '!') return followed ? '!=' : undefined;
  if (char === '<') return followed ? '<=' : '<';
  if (char === '>') return followed ? '>=' : '>';
  return char === ':' || char === '=' ? char : undefined;
}

function dotsAt(source: string, at: number): number {
  let end = at;
  while (source.charAt(end) === '.') end += 1;
  return end - at;
}

function isBlank(char: string): boolean {
  return char === ' ' || /\s/.test(char);
}
