/** How SQLite looks for words: by its trigrams, and across blanks, for one or more of which it knows no pattern. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { otherBlankClass, otherBlanks } from '../value/word.ts';

/** A full-text index, and the key of the row that is tested. PostgreSQL finds its own by the column. */
export interface TextIndex {
  readonly table: string;
  readonly rowKey: Expression<unknown>;
}

/** Trigrams find nothing shorter than themselves, and a long text by its beginning. */
export function containsAll(
  column: Expression<unknown>,
  texts: readonly string[],
  index: TextIndex | undefined,
): RawBuilder<SqlBool> {
  const found = sql.join(
    texts.map((text) => sql`instr(${column}, ${text}) > 0`),
    sql` and `,
  );
  const beginnings = texts.map((text) => [...text].slice(0, 50)).filter(({ length }) => length >= 3);
  if (!index || beginnings.length === 0) return sql<SqlBool>`(${found})`;
  const phrases = beginnings.map((text) => `"${text.join('').replaceAll('"', '""')}"`).join(' ');
  const indexed = sql.table(index.table);
  return sql`(${index.rowKey} in (select rowid from ${indexed} where ${indexed} match ${phrases}) and ${found})`;
}

/**
 * The pattern matches the text once each row of blanks in it is a single ` `. Few texts have other blanks, and to take them for
 * single ones costs more than all else: for `"a b"`, which no index narrows, a second.
 */
export function globAcrossBlanks(text: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  const others = `*[${otherBlankClass}]*`;
  return sql`((instr(${text}, '  ') > 0 or ${text} glob ${others}) and ${withSingleBlanks(text)} glob ${pattern})`;
}

/** Each time half of a row of blanks is left: no text is longer than what seventeen times make one of. */
function withSingleBlanks(text: Expression<unknown>): RawBuilder<unknown> {
  const replaced = (inner: Expression<unknown>, blanks: string) => sql`replace(${inner}, ${sql.lit(blanks)}, ' ')`;
  const pairs = Array.from({ length: 17 }, () => '  ');
  return [...otherBlanks, ...pairs].reduce<RawBuilder<unknown>>(replaced, sql`${text}`);
}
