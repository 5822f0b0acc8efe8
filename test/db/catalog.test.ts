/**
 * What the migrations make is what the models say: two databases, one migrated and one made from the models, have the same
 * tables, columns, keys and indexes. What models cannot say (checks, generated columns, collations, indexes that keep nulls
 * last) is named here, so that a rebuilt table that lost it is noticed.
 */
import { readFile } from 'node:fs/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { datamodel } from '../../prisma/datamodel.ts';
import type { Provider } from '../../src/db/provider.ts';
import { everyTable, withSchemaEngine } from '../../src/db/schema-engine.ts';

/** SQL that makes the models from nothing. */
async function sqlOfModels(provider: Provider, adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string> {
  const model = datamodel(provider);
  const to = { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content: model }] };
  const difference = await withSchemaEngine(adapter, model, (engine) =>
    engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: null, filters: everyTable }),
  );
  return difference.stdout ?? '';
}

const modelTables = [...datamodel('sqlite').matchAll(/@@map\("(\w+)"\)/g)].map(([, name = '']) => name);

test('no model was changed without a migration', async () => {
  const migrated = await readFile(new URL('../../prisma/migrations/datamodel.prisma', import.meta.url), 'utf8');
  expect(migrated).toBe(datamodel('postgresql'));
});

test('SQLite: migrated equals the models', async () => {
  const scratch = new BetterSqlite3(':memory:');
  scratch.exec(await sqlOfModels('sqlite', new PrismaBetterSqlite3({ url: ':memory:' })));
  const migrated = new BetterSqlite3(inject('sqliteTemplate'), { readonly: true });
  const catalog = (database: BetterSqlite3.Database) =>
    Object.fromEntries(
      modelTables.map((table) => {
        const pragma = (name: string) => database.pragma(`${name}("${table}")`) as Record<string, unknown>[];
        const columns = pragma('table_xinfo').map(({ name, type, notnull, dflt_value, pk }) => ({
          name,
          type,
          notnull,
          dflt_value,
          pk,
        }));
        const keys = pragma('foreign_key_list')
          .map(({ id, ...key }) => JSON.stringify(key))
          .toSorted();
        const indexes = pragma('index_list').map(({ name, unique }) => ({
          name,
          unique,
          columns: database.pragma(`index_info("${name}")`),
        }));
        return [
          table,
          { columns, keys, indexes: indexes.toSorted((a, b) => String(a.name).localeCompare(String(b.name))) },
        ];
      }),
    );
  expect(catalog(migrated)).toEqual(catalog(scratch));

  const generated = (migrated.pragma('table_xinfo("opportunity")') as { name: string; hidden: number }[]).filter(
    ({ hidden }) => hidden === 3,
  );
  expect(generated.map(({ name }) => name)).toEqual(['annualized_value', 'weighted', 'annualized_weighted']);
  // A value of a custom field has an entry in an index only where it is not null there: a third of the bytes of all entries.
  const partial = migrated.pragma('index_list("custom_field_value")') as { name: string; partial: number }[];
  const whole = partial.filter((index) => index.partial === 0).map(({ name }) => name);
  expect(partial).toHaveLength(8);
  expect(whole).toEqual(['custom_field_value_organization_id_custom_field_id_text_folded_idx']);
  const { sql } = migrated.prepare("select sql from sqlite_master where name = 'opportunity'").get() as { sql: string };
  expect(sql.match(/CONSTRAINT "opportunity_\w+_check"/g)).toHaveLength(4);
  migrated.close();
});

test('PostgreSQL: migrated equals the models', async () => {
  const url = new URL(inject('postgresTemplate'));
  const asAdministrator = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await asAdministrator.connect();
  for (const name of ['catalog_models', 'catalog_migrated'])
    await asAdministrator.query(`drop database if exists ${name}`);
  await asAdministrator.query('create database catalog_models');
  await asAdministrator.query(`create database catalog_migrated template ${url.pathname.slice(1)}`);

  const models = await connect(new URL('/catalog_models', url));
  const migrated = await connect(new URL('/catalog_migrated', url));
  await models.query(
    await sqlOfModels('postgresql', new PrismaPg({ connectionString: new URL('/catalog_models', url).href })),
  );

  const nullsLast = ['value', 'annualized_value', 'weighted', 'annualized_weighted', 'date_won', 'date_lost'].map(
    (column) => `opportunity_${column}_desc_idx`,
  );
  const ofMigrated = await postgresCatalog(migrated);
  const extra = ofMigrated.indexes.filter(({ indexname }) => nullsLast.includes(indexname));
  expect(extra).toHaveLength(nullsLast.length);
  const ofModels = await postgresCatalog(models);
  const known = new Set(ofModels.indexes.map(({ indexname }) => indexname));
  expect({ ...ofMigrated, indexes: ofMigrated.indexes.filter(({ indexname }) => known.has(indexname)) }).toEqual(
    ofModels,
  );

  const text = await migrated.query(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C' and table_name not like '\\_prisma%'",
  );
  expect(text.rows).toEqual([]);
  const generated = await migrated.query(
    "select column_name from information_schema.columns where table_name = 'opportunity' and is_generated = 'ALWAYS' order by ordinal_position",
  );
  expect(generated.rows.map(({ column_name }) => column_name)).toEqual([
    'annualized_value',
    'weighted',
    'annualized_weighted',
  ]);
  for (const client of [models, migrated, asAdministrator]) await client.end();
});

async function connect(url: URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

async function postgresCatalog(client: pg.Client) {
  const rows = async <Row extends object>(sql: string) => (await client.query<Row>(sql, [modelTables])).rows;
  return {
    columns:
      await rows(`select table_name, column_name, data_type, is_nullable, column_default, datetime_precision from information_schema.columns
      where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER' and column_name not in ('annualized_value', 'weighted', 'annualized_weighted') order by 1, 2`),
    constraints:
      await rows(`select conrelid::regclass::text as table_name, conname, contype, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid::regclass::text = any(select quote_ident(unnest($1::text[]))) and contype in ('p', 'u', 'f') order by 1, 2`),
    indexes: await rows<{ indexname: string; indexdef: string }>(
      `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = any($1) order by 1`,
    ),
  };
}
