/** `sort:-value,date_won`: anywhere at the outermost level, and several add up. A minus is descending. */
import { scan } from './lexer.ts';
import { readName } from './names.ts';
import { countTerm, isKeyword, moveTo, type Reader, unexpected } from './reader.ts';
import type { Name } from './syntax.ts';

export function beginsSort({ source, token }: Reader): boolean {
  if (!isKeyword(token, 'sort')) return false;
  const after = scan(source, token.end, 'term');
  return after.kind === 'comparator' && after.comparator === ':';
}

export function readSort(reader: Reader): void {
  if (reader.depth > 0) {
    throw unexpected(reader, ['a term'], {
      problem: 'sort: orders the whole answer, so it cannot stand in parentheses or after not',
    });
  }
  const colon = scan(reader.source, reader.token.end, 'term');
  moveTo(reader, colon.end, 'list');
  let field = readKey(reader);
  while (reader.token.kind === ',') {
    moveTo(reader, reader.token.end, 'list');
    field = readKey(reader);
  }
  moveTo(reader, field.end);
  refuseDirection(reader, field);
}

/** Leaves the reader at the token after the key, in list mode. */
function readKey(reader: Reader): Name {
  const { token } = reader;
  const descending = token.kind === 'word' && token.text.startsWith('-');
  if (descending) moveTo(reader, token.start + 1, 'list');
  const field = readName(reader);
  countTerm(reader, field);
  reader.sort.push({ field, descending, start: token.start, end: field.end });
  moveTo(reader, field.end, 'list');
  return field;
}

/** Read as a word, `desc` would quietly narrow the search to rows that have it in their text. */
function refuseDirection(reader: Reader, { start, end }: Name): void {
  if (!isKeyword(reader.token, 'asc', 'desc')) return;
  const field = reader.source.slice(start, end);
  const suggestion = isKeyword(reader.token, 'desc') ? `sort:-${field}` : `sort:${field}`;
  throw unexpected(reader, ['a term', 'the end'], { suggestion });
}
