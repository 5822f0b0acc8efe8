/** Names of fields: a word (`value`, `custom.cf_…`), `"quoted text"`, or both, `custom."Source CRM"`. */
import { scan, type Token } from './lexer.ts';
import { assertPlain, expectedName, isReserved, type Reader, unexpected } from './reader.ts';
import type { Name } from './syntax.ts';

/** The name that begins with a token; whether it is one shows only in what follows. */
export function nameAt(source: string, token: Token): Name | undefined {
  if (token.kind !== 'word' && token.kind !== 'quoted') return undefined;
  const { text, start, end } = token;
  if (token.kind === 'quoted' || !text.endsWith('.') || source.charAt(end) !== '"') return { text, start, end };
  const rest = scan(source, end, 'term');
  return rest.kind === 'quoted' && rest.text.trim() ? { text: text + rest.text, start, end: rest.end } : undefined;
}

/** @throws SEARCH_SYNTAX unless the next token begins a name */
export function readName(reader: Reader): Name {
  const name = nameAt(reader.source, reader.token);
  if (!name?.text.trim() || isReserved(reader.token)) throw unexpected(reader, expectedName);
  assertPlain(reader);
  return name;
}
