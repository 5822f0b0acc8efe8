/** Trigram indexes of text: searches use them, every change reaches them, and a start makes good what is missing. */
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainCatalog } from '../../src/catalog.ts';
import type { Session, WriteSession } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { letTablesGo } from '../../src/db/history/install.ts';
import { insertRows } from '../../src/db/insert.ts';
import { migrate } from '../../src/db/migrate.ts';
import { ensureTextIndexes } from '../../src/db/text-index.ts';
import type { Filter } from '../../src/filter/filter.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { newId } from '../../src/value/id.ts';
import { toDate } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import { describeDatabases, freshDatabase } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office } from '../fixtures.ts';
import { contains, phrase, some, word } from '../query/filters.ts';

type Target = 'opportunity' | 'lead';

function matching(session: Session, { organizationId }: Office, target: Target, filter: Filter) {
  const context = { organizationId, dialect: session.dialect, tables: plainCatalog.tables };
  const { table, expression } = compileWhere(plainCatalog[target], filter, context);
  return sql<{ id: string }>`select id from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}`;
}

const dates = { date_created: toDate(fixedNow), date_updated: toDate(fixedNow) };

/** Leads and opportunities in such numbers that a planner does not read them all by choice. */
async function fill(session: WriteSession, office: Office, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const owned = { organization_id: office.organizationId, ...dates };
  const leads = numbers.map((n) => ({
    ...{ ...owned, id: newId('lead'), status_id: office.leadStatusIds[0] },
    ...{ name: `Company ${n} Ltd`, name_folded: `company ${n} ltd`, addresses: [] },
  }));
  await insertRows(session, 'lead', leads);
  const opportunities = numbers.map((n) => ({
    ...{ ...owned, id: newId('opportunity'), lead_id: leads[n]?.id ?? '', status_id: office.status.open },
    ...{ note: `Deal ${n}: discount`, note_folded: `deal ${n}: discount`, value_period: 'one_time', confidence: 50 },
  }));
  await insertRows(session, 'opportunity', opportunities);
  await session.prisma.contact.createMany({
    data: numbers.map((n) => ({
      ...{ organizationId: office.organizationId, id: newId('contact'), leadId: leads[n]?.id ?? '' },
      ...{ name: `Person ${n}`, nameFolded: `person ${n}`, emails: [], emailsFolded: `p${n}@mail.example` },
      ...{ phones: [], urls: [], dateCreated: toDate(fixedNow), dateUpdated: toDate(fixedNow) },
    })),
  });
}

describeDatabases('text indexes', (opened) => {
  let mine: Office;
  beforeAll(async () => {
    mine = (await createOffices(opened.database)).mine;
    await opened.database.write((session) => fill(session, mine, 4000));
    // What PostgreSQL does by itself within a minute: until then new rows wait in a list beside its index.
    if (opened.provider === 'postgresql') await query(opened.url, 'vacuum analyze');
  });

  const find = (filter: Filter, target: Target = 'opportunity') =>
    opened.database.read(async (session) => {
      const { rows } = await matching(session, mine, target, filter).execute(session.kysely);
      return rows.map(({ id }) => id);
    });

  const planOf = (target: Target, filter: Filter) =>
    opened.database.read(async (session) => {
      const explaining = opened.provider === 'sqlite' ? sql`explain query plan` : sql`explain`;
      const { rows } = await sql<
        Record<string, unknown>
      >`${explaining} ${matching(session, mine, target, filter)}`.execute(session.kysely);
      return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n');
    });

  /** What a plan calls the index of a column. */
  const nameOf = (table: string, column: string) =>
    opened.provider === 'sqlite' ? `${table}_text VIRTUAL TABLE INDEX` : `${table}_${column}_trigram_idx`;

  test.each<[string, Target, Filter, string, string]>([
    ['a part of a note', 'opportunity', contains('note', 'zephyr'), 'opportunity', 'note_folded'],
    ['a word', 'opportunity', word('zephyr'), 'opportunity', 'note_folded'],
    ['a word', 'opportunity', word('zephyr'), 'lead', 'name_folded'],
    ['a word', 'opportunity', word('zephyr'), 'contact', 'name_folded'],
    ['a word', 'lead', word('zephyr'), 'contact', 'emails_folded'],
    ['the name of a lead', 'opportunity', contains('lead_name', 'zephyr'), 'lead', 'name_folded'],
    ['the name of a lead', 'lead', contains('name', 'zephyr'), 'lead', 'name_folded'],
    ['an address', 'lead', some('contact', contains('email', 'zephyr')), 'contact', 'emails_folded'],
    ['a phrase', 'opportunity', phrase('zephyr garden'), 'opportunity', 'note_folded'],
    ['a phrase with a short word', 'opportunity', phrase('a zephyr'), 'lead', 'name_folded'],
    ['a phrase of many words', 'lead', phrase(`zephyr ${'in the garden '.repeat(100)}`), 'contact', 'emails_folded'],
  ])('%s of %s is found by the index', async (_, target, filter, table, column) => {
    expect(await planOf(target, filter)).toContain(nameOf(table, column));
  });

  test('words between other conditions lead by the longest', async () => {
    const filter: Filter = { kind: 'and', filters: [word('deal'), word('zephyranthes'), word('discount')] };
    const plan = await planOf('opportunity', filter);
    expect(plan).toContain(nameOf('opportunity', 'note_folded'));
  });

  test('what is written, changed and deleted is found, and no more found, at once', async () => {
    const id = newId('opportunity');
    const row = {
      id,
      organization_id: mine.organizationId,
      lead_id: mine.leadId,
      status_id: mine.status.open,
      ...dates,
    };
    const texts = { note: 'Zéphyr', note_folded: fold('Zéphyr'), value_period: 'one_time', confidence: 50 };
    await opened.database.write((session) => insertRows(session, 'opportunity', [{ ...row, ...texts }]));
    expect(await find(contains('note', 'ZÉPHYR'))).toEqual([id]);
    expect(await find(word('zéph'))).toEqual([id]);
    expect(await find(phrase('mistral\n zéphyr'))).toEqual([]);

    await opened.database.write(({ kysely }) =>
      sql`update opportunity set note_folded = 'mistral' where id = ${id}`.execute(kysely),
    );
    expect(await find(contains('note', 'zéphyr'))).toEqual([]);
    expect(await find(contains('note', 'istra'))).toEqual([id]);
    await opened.database.write(({ kysely }) =>
      sql`update opportunity set note_folded = ${'le mistral\u00a0\n\tet le zéphyr'} where id = ${id}`.execute(kysely),
    );
    expect(await find(phrase('mistral et'))).toEqual([id]);
    expect(await find(phrase(' LE   zéphyr '))).toEqual([id]);
    expect(await find(phrase('mistral le'))).toEqual([]);
    await assertWhole();

    await opened.database.write(({ kysely }) => sql`delete from opportunity where id = ${id}`.execute(kysely));
    expect(await find(contains('note', 'istra'))).toEqual([]);
    await assertWhole();
  });

  test('a write that is rolled back leaves no trace', async () => {
    const failed = opened.database.write(async ({ kysely }) => {
      await sql`update lead set name_folded = 'sirocco'`.execute(kysely);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await find(contains('name', 'sirocco'), 'lead')).toEqual([]);
    await assertWhole();
  });

  test('where all is there, a start makes nothing', async () => {
    expect(await ensureTextIndexes(opened.url)).toEqual([]);
  });

  /** SQLite compares what its indexes hold with the tables; PostgreSQL keeps its own. */
  async function assertWhole(): Promise<void> {
    if (opened.provider === 'postgresql') return;
    const file = new BetterSqlite3(opened.url.replace(/^file:/, ''));
    for (const table of ['opportunity', 'lead', 'contact', 'custom_field_value']) {
      file.prepare(`insert into ${table}_text(${table}_text, rank) values ('integrity-check', 1)`).run();
    }
    file.close();
  }
});

describe('after a table was rebuilt by a migration (sqlite)', () => {
  test('the next start makes its index and triggers again, and all is found', async () => {
    const { url, remove } = await freshDatabase('sqlite');
    const database = openDatabase(url);
    const { mine } = await createOffices(database);
    await database.write((session) => fill(session, mine, 5));
    await database.close();

    const file = new BetterSqlite3(url.replace(/^file:/, ''));
    letTablesGo(url);
    file.pragma('foreign_keys = off');
    const created = file.prepare("select sql from sqlite_master where name = 'opportunity'").pluck().get();
    const columns = (file.pragma('table_info(opportunity)') as { name: string }[]).map(({ name }) => `"${name}"`);
    const kept = columns.filter((name) => name !== '"row_key"').join(', ');
    // As Prisma rebuilds a table; the rows are numbered anew, backwards.
    file.exec(`
      ${String(created).replace('"opportunity"', '"new_opportunity"')};
      insert into new_opportunity (${kept}) select ${kept} from opportunity order by row_key desc;
      drop table opportunity;
      alter table new_opportunity rename to opportunity;`);
    const triggers = file.prepare(
      "select count(*) from sqlite_master where name like 'opportunity_text_%' and type = 'trigger'",
    );
    expect(triggers.pluck().get()).toBe(0);
    file.close();

    expect(await ensureTextIndexes(url)).toEqual(['opportunity_text']);
    const again = openDatabase(url);
    const notes = await again.read(async (session) => {
      const { rows } = await matching(session, mine, 'opportunity', contains('note', 'deal 3')).execute(session.kysely);
      const ids = rows.map(({ id }) => id);
      return session.rows.opportunity.findMany({ where: { id: { in: ids } }, select: { note: true } });
    });
    expect(notes).toEqual([{ note: 'Deal 3: discount' }]);
    await again.close();
    await remove();
  });
});

describe('a role that may only read and write rows (postgresql)', () => {
  test('starts and searches without indexes, is told why, and has them once the owner has started', async () => {
    const { url, remove } = await freshDatabase('postgresql');
    const role = `clerk_${process.pid}_${Math.random().toString(36).slice(2)}`;
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    await owner.query(`drop extension pg_trgm cascade; create role ${role} login password 'clerk'`);
    await owner.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
    await owner.query(`grant usage on all sequences in schema public to ${role}`);
    const clerk = Object.assign(new URL(url), { username: role, password: 'clerk' }).href;

    expect(await warningsOf(() => migrate(clerk))).toEqual([
      expect.stringMatching(/permission denied to create extension/),
    ]);
    const database = openDatabase(clerk);
    const { mine } = await createOffices(database);
    await database.write((session) => fill(session, mine, 5));
    const { rows } = await database.read((session) =>
      matching(session, mine, 'opportunity', contains('note', 'deal 3')).execute(session.kysely),
    );
    expect(rows).toHaveLength(1);
    await database.close();

    await owner.query('create extension pg_trgm');
    expect(await warningsOf(() => migrate(clerk))).toEqual([
      expect.stringMatching(/must be owner of table opportunity/),
    ]);
    expect(await ensureTextIndexes(url)).toContain('opportunity_note_folded_trigram_idx');
    expect(await warningsOf(() => migrate(clerk))).toEqual([]);
    await owner.query(`drop owned by ${role}; drop role ${role}`);
    await owner.end();
    await remove();
  });
});

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

async function warningsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const messages: string[] = [];
  const listen = ({ name, message }: Error) => {
    if (name === 'TextIndexWarning') messages.push(message);
  };
  process.on('warning', listen);
  await work();
  await new Promise(setImmediate);
  process.off('warning', listen);
  return messages;
}
