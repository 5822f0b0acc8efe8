/** Comparisons of a field: `field:value`, `field >= value`, `field:1..5`, `field:*`, `field in (a, b)`, `field not in (a, b)`. */
import { type ComparatorToken, scan, type Token } from './lexer.ts';
import { nameAt, readName } from './names.ts';
import { countTerm, deeper, expectedValue, isKeyword, moveTo, type Reader, unexpected } from './reader.ts';
import { comparators, type Name, type Syntax, type Value } from './syntax.ts';
import { readValue } from './values.ts';

/** Undefined when the next token begins no comparison. */
export function readComparison(reader: Reader): Syntax | undefined {
  const { source, token } = reader;
  const name = nameAt(source, token);
  const end = name?.end ?? token.end;
  const after = scan(source, end, 'term');
  if (after.kind === 'comparator') return readCompared(reader, readName(reader), after);
  const keyword = isKeyword(after, 'not') ? scan(source, after.end, 'term') : after;
  const opening = isKeyword(keyword, 'in') ? scan(source, keyword.end, 'term') : undefined;
  if (opening?.kind === '(') {
    const field = readName(reader);
    if (keyword === after) return readList(reader, field, opening);
    return deeper(reader, () => negated(readList(reader, field, opening)));
  }
  // Taken for a word and a phrase, `custom."Name"` without its value would find something else than was meant.
  if (token.kind === 'word' && token.text.endsWith('.') && source.charAt(token.end) === '"') {
    const advice = `${source.slice(token.start, end)} is the name of a field. Between a word and quoted text goes a blank.`;
    throw unexpected({ source, token: after }, [...comparators, 'in'], { advice });
  }
  return undefined;
}

function negated(term: Syntax): Syntax {
  return { kind: 'not', term, start: term.start, end: term.end };
}

function readCompared(reader: Reader, field: Name, sign: ComparatorToken): Syntax {
  const { comparator, end } = sign;
  countTerm(reader, field);
  moveTo(reader, end, 'value');
  const { token } = reader;
  const equal = comparator === ':' || comparator === '=';
  if (token.kind === 'word' && token.text === '*') {
    if (!equal) throw unexpected(reader, expectedValue, { advice: 'Whether there is a value asks `field:*`.' });
    moveTo(reader, token.end);
    return { kind: 'present', field, start: field.start, end: token.end };
  }
  const value = token.kind === '..' ? undefined : readValue(reader, 'value', sign);
  if (reader.token.kind === '..' && (!value || value.end === reader.token.start)) {
    if (!equal) throw unexpected(reader, ['one value'], { advice: 'A range is written `field:1..5`.' });
    return readRange(reader, field, value);
  }
  if (!value) throw unexpected(reader, expectedValue);
  moveTo(reader, value.end);
  return { kind: 'compare', field, comparator, value, start: field.start, end: value.end };
}

/** No blanks beside the dots: after one begins the next term, and `1000.. won` has an open end. */
function readRange(reader: Reader, field: Name, from: Value | undefined): Syntax {
  const dots = reader.token;
  moveTo(reader, dots.end, 'value');
  const { token } = reader;
  const closed = token.start === dots.end && (token.kind === 'word' || token.kind === 'quoted');
  const to = closed ? readValue(reader, 'value') : undefined;
  if (!from && !to) throw unexpected(reader, expectedValue, { advice: 'A range has an end at least: `1000..`.' });
  const end = to?.end ?? dots.end;
  moveTo(reader, end);
  return { kind: 'range', field, ...(from && { from }), ...(to && { to }), start: field.start, end };
}

function readList(reader: Reader, field: Name, opening: Token): Syntax {
  const values: Value[] = [];
  moveTo(reader, opening.end, 'list');
  for (;;) {
    const value = readValue(reader, 'list');
    countTerm(reader, value);
    values.push(value);
    if (reader.token.kind !== ',') break;
    moveTo(reader, reader.token.end, 'list');
  }
  const { token } = reader;
  if (token.kind !== ')') {
    throw unexpected(reader, [',', ')'], { advice: 'A value of several words stands in double quotes.' });
  }
  moveTo(reader, token.end);
  return { kind: 'in', field, values, start: field.start, end: token.end };
}
