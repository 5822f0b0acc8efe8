/** What is searched as text: a word, `"quoted text"`, or `*` for everything. */
import type { Token } from './lexer.ts';
import { assertPlain, countTerm, expectedTerm, moveTo, type Reader, unexpected } from './reader.ts';
import type { Syntax } from './syntax.ts';

export function readText(reader: Reader, token: Extract<Token, { text: string }>): Syntax {
  const { kind, text, start, end } = token;
  countTerm(reader, token);
  if (kind === 'word' && text !== '*') assertWord(reader, text);
  if (kind === 'quoted' && !text.trim()) throw unexpected(reader, ['text in the quotes']);
  moveTo(reader, end);
  // `Acme, Inc.` is pasted more often than a comma is searched for.
  while (reader.token.kind === ',') moveTo(reader, reader.token.end);
  if (kind === 'quoted') return { kind: 'phrase', text, start, end };
  return text === '*' ? { kind: 'every', start, end } : { kind: 'word', text, start, end };
}

const foreign: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
]);

function assertWord(reader: Reader, text: string): void {
  assertPlain(reader);
  const suggestion = foreign.get(text);
  if (suggestion) throw unexpected(reader, expectedTerm, { suggestion });
}
