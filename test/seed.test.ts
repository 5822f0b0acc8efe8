/** The demo organization: the same in each run, and in keeping with itself. */
import { beforeAll, expect, test } from 'vitest';
import { seedDemo, seedPatience } from '../prisma/seed.ts';
import { readCustomFields } from '../src/custom-field/definition.ts';
import { openDatabase } from '../src/db/client.ts';
import { hashApiKey } from '../src/organization/api-key.ts';
import { addDays, dayOf, type Instant, toInstant, utc } from '../src/value/period.ts';
import { describeDatabases, freshDatabase } from './describe-databases.ts';
import { dump } from './import/dump.ts';

const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;
const today = dayOf(now, utc);

describeDatabases('the demo organization', (opened) => {
  beforeAll(async () => {
    // Two processes that start together: one of them makes it.
    const instances = [1, 2].map(() => openDatabase(opened.url, seedPatience));
    const outcomes = await Promise.all(instances.map((database) => seedDemo(database, { now })));
    for (const database of instances) await database.close();
    expect(outcomes.sort()).toEqual([false, true]);
  });

  const readAll = () =>
    opened.database.read(async ({ kysely }) => ({
      opportunities: await kysely
        .selectFrom('opportunity as o')
        .innerJoin('opportunity_status as s', 's.id', 'o.status_id')
        .innerJoin('lead as l', 'l.id', 'o.lead_id')
        .leftJoin('contact as c', 'c.id', 'o.contact_id')
        .selectAll('o')
        .select(['s.type', 's.pipeline_id', 'l.date_created as lead_created', 'c.lead_id as contact_lead'])
        .orderBy('o.row_key')
        .execute(),
      changes: await kysely.selectFrom('status_change').selectAll().orderBy('date_created').orderBy('id').execute(),
    }));

  test('is the same for the same day and seed, to the id and the order of rows', async () => {
    const other = await freshDatabase(opened.provider);
    const database = openDatabase(other.url, seedPatience);
    await seedDemo(database, { now: (now + 3_600_000) as Instant });
    expect(await dump(database)).toEqual(await dump(opened.database));
    await database.close();
    await other.remove();
  });

  test('differs for another seed', async () => {
    const other = await freshDatabase(opened.provider);
    const database = openDatabase(other.url, seedPatience);
    await seedDemo(database, { now, seed: 2, opportunities: 50, key: 'api_other' });
    const { opportunity, user, api_key } = await dump(database);
    const mine = await dump(opened.database);
    expect([opportunity?.rows, user?.rows, api_key?.rows]).toEqual([50, 8, 1]);
    expect(user?.hash).not.toBe(mine.user?.hash);
    expect(api_key?.hash).not.toBe(mine.api_key?.hash);
    await database.close();
    await other.remove();
  });

  test('has its leads and deals whole from the start: none is changed by nobody', async () => {
    const events = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('event').select(['action', 'object_type', 'data']).execute(),
    );
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['created']));
    const leads = events.filter(({ object_type }) => object_type === 'lead');
    expect(leads.filter(({ data }) => JSON.stringify(data).includes('custom.cf_')).length).toBeGreaterThan(100);
  });

  test('is not made where there is an organization', async () => {
    const before = await dump(opened.database);
    expect(await seedDemo(opened.database, { now, seed: 3 })).toBe(false);
    expect(await dump(opened.database)).toEqual(before);
  });

  test('has 2,000 opportunities over three years, 8 users, 2 pipelines, and something of this month', async () => {
    const counts = await dump(opened.database);
    expect([counts.opportunity?.rows, counts.user?.rows, counts.pipeline?.rows]).toEqual([2000, 8, 2]);
    expect(counts.lead?.rows).toBe(400);
    expect(counts.contact?.rows).toBeGreaterThan(400);
    const { opportunities } = await readAll();
    const days = opportunities.map(({ date_created }) => dayOf(toInstant(date_created), utc));
    expect(days.toSorted()[0]?.slice(0, 7)).toBe('2023-06');
    expect(days.some((day) => day.startsWith('2026-06'))).toBe(true);
    expect(days.every((day) => day < today)).toBe(true);
    expect(new Set(opportunities.map(({ value_period }) => value_period)).size).toBe(3);
    for (const type of ['active', 'won', 'lost']) {
      expect(opportunities.filter((row) => row.type === type).length).toBeGreaterThan(150);
    }
    expect(opportunities.some(({ value }) => value === null)).toBe(true);
    expect(opportunities.some(({ note }) => note === '')).toBe(true);
  });

  test('opens with the demo key, for its first user, an admin', async () => {
    const keys = await opened.database.read(({ kysely }) =>
      kysely
        .selectFrom('api_key as k')
        .innerJoin('membership as m', 'm.user_id', 'k.user_id')
        .select(['k.key_hash', 'm.role', 'm.is_active'])
        .execute(),
    );
    expect(keys.map((key) => ({ ...key, is_active: Boolean(key.is_active) }))).toEqual([
      { key_hash: hashApiKey('api_demo'), role: 'admin', is_active: true },
    ]);
  });

  test('has a history of each opportunity that leads from its creation to what it is', async () => {
    const { opportunities, changes } = await readAll();
    expect(changes.length).toBeGreaterThan(opportunities.length);
    for (const row of opportunities) {
      const own = changes.filter(({ opportunity_id }) => opportunity_id === row.id);
      const moments = [row.date_created, ...own.map((change) => change.date_created)].map((date) => date.getTime());
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(moments.at(-1)).toBe(row.date_updated.getTime());
      for (const [i, change] of own.entries()) {
        if (i > 0) expect(change.old_status_id).toBe(own[i - 1]?.new_status_id);
        expect([change.old_pipeline_id, change.new_pipeline_id]).toEqual([row.pipeline_id, row.pipeline_id]);
      }
      const last = own.at(-1);
      if (last) {
        expect([last.new_status_id, last.new_status_type]).toEqual([row.status_id, row.type]);
        expect([last.opportunity_value, last.opportunity_confidence]).toEqual([row.value, row.confidence]);
      } else expect(row.type).toBe('active');
    }
  });

  test('has dates that fit the statuses, and contacts and leads that fit the opportunities', async () => {
    const { opportunities } = await readAll();
    for (const row of opportunities) {
      const updated = dayOf(toInstant(row.date_updated), utc);
      if (row.type === 'won') expect([row.date_won, row.date_lost, row.confidence]).toEqual([updated, null, 100]);
      if (row.type === 'lost') expect([row.date_won, row.date_lost]).toEqual([null, row.date_updated]);
      if (row.type === 'active') expect(row.date_lost).toBeNull();
      if (row.type === 'active' && row.date_won) expect(row.date_won >= addDays(today, -10)).toBe(true);
      if (row.contact_id) expect(row.contact_lead).toBe(row.lead_id);
      expect(row.lead_created.getTime()).toBeLessThan(row.date_created.getTime());
    }
  });

  test('has custom fields of every kind, one of them shared, and values that they offer', async () => {
    const [organization] = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('organization').selectAll().execute(),
    );
    const fields = await opened.database.read((session) => readCustomFields(session, organization?.id ?? ''));
    const values = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('custom_field_value').selectAll().execute(),
    );
    expect(
      fields.map(({ name, type, acceptsMultipleValues, isShared }) => [name, type, acceptsMultipleValues, isShared]),
    ).toEqual([
      ['Competitors', 'choices', true, false],
      ['Industry', 'choices', false, false],
      ['Kick-off', 'date', false, false],
      ['Product', 'choices', false, false],
      ['Purchase order', 'text', false, false],
      ['Region', 'choices', false, true],
      ['Sales engineer', 'user', false, false],
      ['Seats', 'number', false, false],
    ]);
    for (const field of fields) {
      const own = values.filter(({ custom_field_id }) => custom_field_id === field.id);
      expect(own.length).toBeGreaterThan(100);
      if (field.type !== 'choices') continue;
      expect(new Set(own.map(({ text_value }) => text_value))).toEqual(new Set(field.choices));
    }
  });
});
