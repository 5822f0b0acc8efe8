/**
 * `npm run migration NAME`: writes the SQL that takes the last migrated data model to `schema.prisma`, for both databases,
 * as a new migration to review and complete by hand (checks, generated columns, descending indexes, triggers).
 *
 * The difference is taken between two texts. Prisma's other way, from the migrations themselves, replays them on a
 * shadow database, and on PostgreSQL that was the real one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import { everyTable, withSchemaEngine } from '../src/db/schema-engine.ts';
import { startPostgres } from '../test/postgres.ts';
import { datamodel, type Provider } from './datamodel.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('usage: npm run migration -- name_in_snake_case');

const migrations = new URL('./migrations/', import.meta.url);
const previous = new URL('datamodel.prisma', migrations);
const postgres = await startPostgres();
const adapters = {
  sqlite: new PrismaBetterSqlite3({ url: ':memory:' }),
  postgresql: new PrismaPg(await postgres.createDatabase('scratch')),
};
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);

for (const provider of ['sqlite', 'postgresql'] as const) {
  const folder = new URL(`${provider}/${stamp}_${name}/`, migrations);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('migration.sql', folder), await difference(provider));
  writeFileSync(new URL(`${provider}/migration_lock.toml`, migrations), `provider = "${provider}"\n`);
}
writeFileSync(previous, datamodel('postgresql'));
await postgres.stop();

async function difference(provider: Provider): Promise<string> {
  const to = datamodel(provider);
  const model = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  });
  const from = existsSync(previous)
    ? model(datamodel(provider, readFileSync(previous, 'utf8')))
    : { tag: 'empty' as const };
  const answer = await withSchemaEngine(adapters[provider], to, (engine) =>
    engine.diff({ from, to: model(to), script: true, exitCode: null, filters: everyTable }),
  );
  return answer.stdout ?? '';
}
