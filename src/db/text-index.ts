/**
 * Trigram indexes of searched text: GIN with pg_trgm on PostgreSQL, FTS5 on SQLite. Made after the migrations, at every
 * start, and not by one of them:
 *  - a role that may not create the extension must still get a database, and Prisma's PostgreSQL adapter cuts a migration at
 *    every semicolon, so that none can catch the refusal;
 *  - on SQLite a migration that rebuilds a table drops its triggers, and the index would go stale without anyone noticing.
 * Where all is there it costs one query. What is found does not depend on them, only how fast.
 */
import type pg from 'pg';
import { withPostgres } from './postgres-client.ts';
import { providerOf } from './provider.ts';
import { type SqliteFile, withSqlite } from './sqlite-file.ts';

/** The folded columns that are searched. People are few, and have no integer key to be indexed by on SQLite. */
const searched = [
  { table: 'opportunity', columns: ['note_folded'] },
  { table: 'lead', columns: ['name_folded'] },
  { table: 'contact', columns: ['name_folded', 'emails_folded'] },
  { table: 'custom_field_value', columns: ['text_folded'] },
] as const;

/** @returns the names of what had to be made, or made again */
export async function ensureTextIndexes(url: string): Promise<readonly string[]> {
  return providerOf(url) === 'sqlite' ? withSqlite(url, onSqlite) : withPostgres(url, onPostgres);
}

function onSqlite(file: SqliteFile): readonly string[] {
  const existing = new Set(file.prepare('select name from sqlite_master').pluck().all());
  const missing = searched.filter((text) => objectsOf(text).some(({ name }) => !existing.has(name)));
  const remake = file.transaction(() => {
    for (const text of missing) file.exec(remaking(text));
  });
  if (missing.length > 0) remake.immediate();
  return missing.map(({ table }) => `${table}_text`);
}

type Searched = (typeof searched)[number];

/** The index does not hold the text again (`content`), and is told of each change. */
function objectsOf({ table, columns }: Searched): readonly { readonly name: string; readonly sql: string }[] {
  const index = `${table}_text`;
  const list = columns.join(', ');
  const values = (row: 'old' | 'new') => [`${row}.row_key`, ...columns.map((column) => `${row}.${column}`)].join(', ');
  const add = `insert into ${index}(rowid, ${list}) values (${values('new')});`;
  // To take a row out, FTS5 must be told what was in it.
  const remove = `insert into ${index}(${index}, rowid, ${list}) values ('delete', ${values('old')});`;
  const changed = columns.map((column) => `old.${column} is not new.${column}`).join(' or ');
  const trigger = (event: string, when: string, body: string) => ({
    name: `${index}_${event}`,
    sql: `create trigger ${index}_${event} after ${event}${when} begin ${body} end;`,
  });
  return [
    {
      name: index,
      sql: `create virtual table ${index} using fts5(${list}, content='${table}', content_rowid='row_key', tokenize='trigram');`,
    },
    trigger('insert', ` on ${table}`, add),
    trigger('delete', ` on ${table}`, remove),
    trigger('update', ` of ${list} on ${table} when ${changed}`, remove + add),
  ];
}

/** From nothing, because an index that was not told of a change cannot be mended. */
function remaking(text: Searched): string {
  const [index, ...triggers] = objectsOf(text);
  const dropped = [
    `drop table if exists ${index?.name};`,
    ...triggers.map(({ name }) => `drop trigger if exists ${name};`),
  ];
  const rebuild = `insert into ${index?.name}(${index?.name}) values ('rebuild');`;
  return [...dropped, index?.sql, ...triggers.map(({ sql }) => sql), rebuild].join('\n');
}

const trigramIndexes = [...searched, { table: 'membership', columns: ['name_folded'] }].flatMap(({ table, columns }) =>
  columns.map((column) => ({ table, column, name: `${table}_${column}_trigram_idx` })),
);

async function onPostgres(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ indexname: string }>(
    'select indexname from pg_indexes where schemaname = current_schema()',
  );
  const existing = new Set(rows.map(({ indexname }) => indexname));
  const missing = trigramIndexes.filter(({ name }) => !existing.has(name));
  return missing.length === 0 ? [] : await makeTrigrams(client, missing);
}

type TrigramIndex = (typeof trigramIndexes)[number];

/** A role that reads and writes rows, and may do nothing else, still gets its program. */
async function makeTrigrams(client: pg.Client, missing: readonly TrigramIndex[]): Promise<readonly string[]> {
  const made: string[] = [];
  try {
    await client.query('create extension if not exists pg_trgm');
    for (const { table, column, name } of missing) {
      await client.query(`create index "${name}" on "${table}" using gin ("${column}" gin_trgm_ops)`);
      made.push(name);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(
      `Searches of text will look at every row: their indexes cannot be made (${reason}). Start once as the owner of the tables, in a database in which someone who may has run "create extension pg_trgm".`,
      'TextIndexWarning',
    );
  }
  return made;
}
