/** Values after a comparator or in a list: a word, quoted text, or the words of a time (`30 days ago`, `last week`). */
import { nearest } from '../value/text.ts';
import { ageUnits, isPeriod } from './dates.ts';
import { type ComparatorToken, type Mode, scan } from './lexer.ts';
import { assertPlain, expectedValue, isKeyword, isReserved, moveTo, type Reader, unexpected } from './reader.ts';
import { comparators, type Value } from './syntax.ts';
import { syntaxError } from './syntax-error.ts';

/** Leaves the reader at the token after the value, in the same mode. */
export function readValue(reader: Reader, mode: Mode, after?: ComparatorToken): Value {
  const { token } = reader;
  if (token.kind !== 'word' && token.kind !== 'quoted') throw noValue(reader, after);
  if (isReserved(token)) {
    const advice = `To search for the word itself, write "${token.text}".`;
    throw unexpected(reader, expectedValue, { advice });
  }
  assertPlain(reader);
  const { text, start, end } = time(reader, mode) ?? token;
  moveTo(reader, end, mode);
  return { text, quoted: token.kind === 'quoted', start, end };
}

/** Several words that are one value, without quotes. */
function time({ source, token: first }: Reader, mode: Mode) {
  if (first.kind !== 'word') return undefined;
  const second = scan(source, first.end, mode);
  if (second.kind !== 'word' || isReserved(second)) return undefined;
  const { start } = first;
  if (isPeriod(first.text, second.text)) return { text: `${first.text} ${second.text}`, start, end: second.end };
  if (!/^\d+$/.test(first.text)) return undefined;
  const third = scan(source, second.end, mode);
  if (third.kind !== 'word' || !isKeyword(third, 'ago')) return undefined;
  if (!ageUnits.has(second.text.toLowerCase())) {
    const suggestion = nearest(second.text, ageUnits.keys());
    throw unexpected({ source, token: second }, ['a unit of time'], { suggestion });
  }
  return { text: `${first.text} ${second.text} ${third.text}`, start, end: third.end };
}

const repaired: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['=!=', '!='],
  ['<>', '!='],
  ['=>', '>='],
  ['=<', '<='],
]);

function noValue(reader: Reader, after?: ComparatorToken) {
  const { source, token } = reader;
  if (token.kind === '(') {
    return unexpected(reader, expectedValue, { advice: 'Several values are written `field in (a, b)`.' });
  }
  if (token.kind !== 'comparator' || !after) return unexpected(reader, expectedValue);
  const suggestion =
    repaired.get(after.comparator + token.comparator) ?? (after.comparator === ':' ? token.comparator : undefined);
  if (!suggestion) return unexpected(reader, expectedValue);
  const found = source.slice(after.start, token.end);
  return syntaxError({ position: after.start, expected: comparators, found, suggestion });
}
