/**
 * Text to syntax tree, by recursive descent: `or` binds least, then `and` (adjacent terms are joined by it), then `not`.
 * It either gives the whole tree or throws SEARCH_SYNTAX: nothing is repaired, and nothing left out.
 */
import { assertText } from '../value/text.ts';
import { readComparison } from './comparisons.ts';
import {
  assertPlain,
  deeper,
  expectedTerm,
  isKeyword,
  isReserved,
  moveTo,
  type Reader,
  startReading,
  unexpected,
} from './reader.ts';
import { beginsSort, readSort } from './sorting.ts';
import { join, type Query, type Syntax, searchLimits } from './syntax.ts';
import { readText } from './words.ts';

/**
 * `parse('status_type: won value > 5k sort:-value')`. Blank text is everything.
 * @throws SEARCH_SYNTAX with the position; INVALID_INPUT for what is no text or too long
 */
export function parse(text: string): Query {
  const reader = startReading(assertText(text, searchLimits.characters));
  const blank = reader.token.kind === 'end';
  const tree = blank ? undefined : readOr(reader);
  if (reader.token.kind !== 'end') throw trailing(reader);
  return { tree: tree ?? { kind: 'every', start: 0, end: text.length }, sort: reader.sort };
}

/** Undefined when there was only `sort:`. */
function readOr(reader: Reader): Syntax | undefined {
  const first = readAnd(reader);
  if (!first) return undefined;
  const others: Syntax[] = [];
  while (isKeyword(reader.token, 'or')) {
    moveTo(reader, reader.token.end);
    const other = readAnd(reader);
    if (!other) throw unexpected(reader, expectedTerm);
    others.push(other);
  }
  return join('or', first, ...others);
}

function readAnd(reader: Reader): Syntax | undefined {
  const terms: Syntax[] = [];
  do {
    if (beginsSort(reader)) readSort(reader);
    else terms.push(readNot(reader));
  } while (goesOn(reader));
  const [first, ...others] = terms;
  return first && join('and', first, ...others);
}

function goesOn(reader: Reader): boolean {
  const { token } = reader;
  if (!isKeyword(token, 'and')) return token.kind === 'quoted' || token.kind === '(' || isTermWord(reader);
  moveTo(reader, token.end);
  return true;
}

function isTermWord({ token }: Reader): boolean {
  return token.kind === 'word' && !isKeyword(token, 'or');
}

function readNot(reader: Reader): Syntax {
  const { token } = reader;
  if (!isKeyword(token, 'not')) return readTerm(reader);
  return deeper(reader, () => {
    moveTo(reader, token.end);
    const term = readNot(reader);
    return { kind: 'not', term, start: token.start, end: term.end };
  });
}

function readTerm(reader: Reader): Syntax {
  const { source, token } = reader;
  if (token.kind === '(') return readGroup(reader);
  // Only under `not` does it come here, and is refused.
  if (beginsSort(reader)) readSort(reader);
  if ((token.kind !== 'word' && token.kind !== 'quoted') || isReserved(token)) throw unexpected(reader, expectedTerm);
  if (token.kind === 'word' && source.charAt(token.end) === '(') return readNested(reader);
  return readComparison(reader) ?? readText(reader, token);
}

/** The parentheses belong to what they enclose: a message may point at all of it. */
function readGroup(reader: Reader, suggestion?: string): Syntax {
  const opening = reader.token;
  return deeper(reader, () => {
    moveTo(reader, opening.end);
    const { token } = reader;
    const inner = token.kind === ')' ? undefined : readOr(reader);
    if (!inner) throw unexpected(reader, expectedTerm, { suggestion });
    const closing = reader.token;
    if (closing.kind !== ')') throw unclosed(reader, opening.start);
    moveTo(reader, closing.end);
    return { ...inner, start: opening.start, end: closing.end };
  });
}

function readNested(reader: Reader): Syntax {
  assertPlain(reader);
  const { start, end } = reader.token;
  const text = reader.source.slice(start, end);
  moveTo(reader, end);
  const query = readGroup(reader, `${text}(*)`);
  return { kind: 'nested', name: { text, start, end }, query, start, end: query.end };
}

function unclosed(reader: Reader, opening: number) {
  if (reader.token.kind !== 'end') return trailing(reader, ')');
  return unexpected(reader, ['and', 'or', 'another term', ')'], {
    advice: `The ( at position ${opening} is not closed.`,
  });
}

/** A term has ended, and what follows can neither go on nor end the query. */
function trailing(reader: Reader, end = 'the end') {
  const expected = ['and', 'or', 'another term', end];
  switch (reader.token.kind) {
    case ',':
      return unexpected(reader, expected, { advice: 'Several values are written `field in (a, b)`.' });
    case '..':
      return unexpected(reader, expected, { advice: 'A range has no blanks beside its dots: `field:1000..5000`.' });
    case ')':
      return unexpected(reader, expected, { advice: 'It closes nothing.' });
    default:
      return unexpected(reader, expected);
  }
}
