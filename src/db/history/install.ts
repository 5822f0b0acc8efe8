/**
 * The triggers that keep what opportunities were, and tell what happened. Triggers, and not one place in the core: an import, a cascade and a
 * statement by hand must not forget. Made after the migrations, at every start that finds them missing or old, and not by one
 * of them: Prisma's PostgreSQL adapter cuts a migration at every semicolon, and on SQLite a table that is rebuilt drops its
 * triggers.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { withPostgres } from '../postgres-client.ts';
import { providerOf } from '../provider.ts';
import { type SqliteFile, withSqlite } from '../sqlite-file.ts';
import { closedColumns, listOf, opportunityColumns } from './columns.ts';
import { postgresEventTriggers } from './events-postgres.ts';
import { sqliteEventTriggers } from './events-sqlite.ts';
import { ensureMomentIndex } from './moment-index.ts';
import { postgresOutboxTriggers, sqliteOutboxTriggers } from './outbox.ts';
import { postgresTriggers as postgresVersionTriggers } from './triggers-postgres.ts';
import { sqliteTriggers as sqliteVersionTriggers } from './triggers-sqlite.ts';

const sqliteTriggers = [...sqliteVersionTriggers, ...sqliteEventTriggers, ...sqliteOutboxTriggers];
const postgresTriggers = [...postgresVersionTriggers, ...postgresEventTriggers, ...postgresOutboxTriggers];

/** @returns whether anything had to be made, or made again */
export async function ensureHistory(url: string): Promise<boolean> {
  return providerOf(url) === 'sqlite' ? withSqlite(url, onSqlite) : withPostgres(url, onPostgres);
}

/** What nobody saw while there were no triggers: until it last changed, an opportunity is taken to have been what it is. */
const mendGaps = `
  insert into opportunity_version (${listOf(closedColumns)}, is_assumed)
  select o.id, ${listOf(opportunityColumns, 'o')}, coalesce(v.known, o.date_created), o.date_updated, null, true
  from opportunity as o left join (
    select organization_id, opportunity_id, max(valid_to) as known from opportunity_version group by organization_id, opportunity_id
  ) as v on v.organization_id = o.organization_id and v.opportunity_id = o.id
  where coalesce(v.known, o.date_created) < o.date_updated`;

function onSqlite(file: SqliteFile): boolean {
  const stored = file.prepare("select lower(sql) from sqlite_master where type = 'trigger' and name = ?").pluck();
  if (sqliteTriggers.every(({ name, sql }) => stored.get(name) === sql.toLowerCase())) return false;
  const make = file.transaction(() => {
    for (const { name, sql } of sqliteTriggers) file.exec(`drop trigger if exists ${name}; ${sql}`);
    file.exec(mendGaps);
  });
  make.immediate();
  return true;
}

/**
 * Before a migration: SQLite renames no table that the trigger of another one names, and a table that is rebuilt is renamed. The
 * start makes them again when it is done; what another process writes meanwhile leaves no event (docs/operations.md).
 */
export function letTablesGo(url: string): void {
  withSqlite(url, (file) => file.exec(sqliteTriggers.map(({ name }) => `drop trigger if exists "${name}";`).join(' ')));
}

/** Told by a comment, because PostgreSQL keeps a text of its own. */
const fingerprint = createHash('sha256').update(JSON.stringify(postgresTriggers)).digest('hex');
const marked = 'opportunity_version_update()';

async function onPostgres(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select obj_description(to_regprocedure($1), 'pg_proc') as mark",
    [marked],
  );
  const indexed = await ensureMomentIndex(client);
  if (rows[0]?.mark === fingerprint) return indexed;
  await client.query(`begin; ${making()}; ${mendGaps}; comment on function ${marked} is '${fingerprint}'; commit`);
  return true;
}

function making(): string {
  const made = postgresTriggers.map(
    ({ name, table, event, body }) => `
      create or replace function ${name}() returns trigger language plpgsql set search_path from current as $$ begin ${body} end $$;
      create or replace trigger ${name} ${event.replace('#', table)} execute function ${name}()`,
  );
  // Nobody writes between the making of the triggers and the mending of what was written before. Who reads goes on: to drop a
  // trigger would wait for them, and they, who hold one table and want the next, for it.
  const tables = [...new Set(postgresTriggers.map(({ table }) => table))];
  return [`lock table ${tables.join(', ')} in share row exclusive mode`, ...made].join(';');
}
