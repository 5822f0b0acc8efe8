/** The event log: what it tells of each kind of change, on both databases. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { importFile } from '../../src/import/import-file.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { fixedNow } from '../fixtures.ts';
import { temporaryFiles } from '../import/files.ts';
import { ok } from '../rest/answers.ts';
import { useOffice } from '../rest/office.ts';

interface Told {
  readonly object_type: string;
  readonly object_id: string;
  readonly lead_id: string | null;
  readonly action: string;
  readonly data: Record<string, unknown> | null;
  readonly previous_data: Record<string, unknown> | null;
  readonly user_id: string | null;
  readonly api_key_id: string | null;
  readonly request_id: string | null;
  readonly date_created: Date;
}

describeDatabases('the event log', (opened) => {
  const office = useOffice(opened);
  const files = temporaryFiles();

  /** What was told since `work` began. */
  async function toldOf<T>(work: () => Promise<T>): Promise<{ done: T; events: readonly Told[] }> {
    const since = (rowKey: number) =>
      opened.database.write(({ kysely }) =>
        kysely.selectFrom('event').selectAll().where('row_key', '>', rowKey).orderBy('row_key').execute(),
      );
    const last = (await since(0)).at(-1)?.row_key ?? 0;
    const done = await work();
    return { done, events: (await since(last)).map(read) };
  }
  const parse = (json: unknown) => (typeof json === 'string' ? JSON.parse(json) : json);
  const read = (row: Record<string, unknown>) =>
    ({ ...row, data: parse(row.data), previous_data: parse(row.previous_data) }) as unknown as Told;
  const brief = (events: readonly Told[]) => events.map(({ object_type, action }) => `${object_type} ${action}`);

  test('a deal is told when it is made, changed and deleted, with who did it and by which request', async () => {
    const { rest, mine } = office;
    const made = await toldOf(() =>
      rest.post('/opportunity/', { lead_id: mine.leadId, value: 5000, note: 'A "first" call' }),
    );
    const { id } = made.done.body;
    expect(brief(made.events)).toEqual(['opportunity created']);
    expect(made.events[0]).toMatchObject({
      ...{ object_id: id, lead_id: mine.leadId, previous_data: null, user_id: mine.caller.userId },
      ...{ api_key_id: expect.stringMatching(/^api_/), request_id: made.done.headers.get('x-request-id') },
      data: { id, value: 5000, note: 'A "first" call', confidence: 50, date_lost: null, status_id: mine.status.open },
    });
    const changed = await toldOf(() => rest.put(`/opportunity/${id}/`, { value: 7000, status_id: mine.status.lost }));
    expect(brief(changed.events).toSorted()).toEqual([
      'activity.opportunity_status_change created',
      'opportunity updated',
    ]);
    expect(changed.events.find(({ object_id }) => object_id === id)).toMatchObject({
      data: {
        id,
        value: 7000,
        status_id: mine.status.lost,
        date_lost: expect.stringMatching(/^2026-06-15T10:30:00\.\d{3}Z$/),
      },
    });
    expect(changed.events.find(({ object_id }) => object_id === id)?.previous_data).toEqual({
      ...{ value: 5000, status_id: mine.status.open, date_lost: null },
    });
    const unchanged = await toldOf(() => rest.put(`/opportunity/${id}/`, { value: 7000 }));
    expect(unchanged.events).toEqual([]);
    const gone = await toldOf(() => rest.delete(`/opportunity/${id}/`));
    expect(gone.events.filter(({ object_id }) => object_id === id)).toMatchObject([
      { action: 'deleted', data: null, previous_data: { id, value: 7000, note: 'A "first" call' } },
    ]);
  });

  test('values of custom fields belong to the event of their object, with what they were', async () => {
    const { rest, mine } = office;
    const field = async (type: string, more: object = {}) =>
      `custom.${(await ok(rest.post('/custom_field/opportunity/', { name: `${type} of a deal`, type, ...more }))).id}`;
    const [text, number, list, moment] = [
      await field('text'),
      await field('number'),
      await field('choices', { choices: ['a', 'b', 'c'], accepts_multiple_values: true }),
      await field('datetime'),
    ];
    const made = await toldOf(() =>
      rest.post('/opportunity/', {
        ...{ lead_id: mine.leadId, [text]: 'a "quoted" \\ text', [number]: 0.1, [list]: ['a', 'b'] },
        [moment]: '2026-02-03T04:05:06.789Z',
      }),
    );
    const { id } = made.done.body;
    expect(brief(made.events)).toEqual(['opportunity created']);
    expect(made.events[0]?.data).toMatchObject({
      ...{
        [text]: ['a "quoted" \\ text'],
        [number]: [0.1],
        [list]: ['a', 'b'],
        [moment]: ['2026-02-03T04:05:06.789Z'],
      },
    });
    const changed = await toldOf(() => rest.put(`/opportunity/${id}/`, { [text]: null, [list]: ['b', 'c'], value: 9 }));
    expect(brief(changed.events)).toEqual(['opportunity updated']);
    expect(changed.events[0]?.previous_data).toEqual({
      ...{ value: null, [text]: ['a "quoted" \\ text'], [list]: ['a', 'b'] },
    });
    expect(changed.events[0]?.data).toMatchObject({ value: 9, [text]: [], [list]: ['b', 'c'], [number]: [0.1] });
    const alone = await toldOf(() => rest.put(`/opportunity/${id}/`, { [number]: 2 }));
    expect(alone.events).toMatchObject([
      { action: 'updated', data: { [number]: [2] }, previous_data: { [number]: [0.1] } },
    ]);
    const gone = await toldOf(() => rest.delete(`/opportunity/${id}/`));
    expect(gone.events).toMatchObject([{ action: 'deleted', previous_data: { [number]: [2], [list]: ['b', 'c'] } }]);
    const removed = await toldOf(async () => {
      const other = await ok(rest.post('/opportunity/', { lead_id: mine.leadId, [number]: 5 }));
      await ok(rest.delete(`/custom_field/opportunity/${number.slice('custom.'.length)}/`));
      return other.id;
    });
    expect(removed.events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ object_id: removed.done, action: 'updated', previous_data: { [number]: [5] } }),
        expect.objectContaining({ object_type: 'custom_field', action: 'deleted' }),
      ]),
    );
  });

  test('a lead that is deleted takes its own with it, and each is told', async () => {
    const { rest } = office;
    const made = await toldOf(() => rest.post('/lead/', { name: 'Going', contacts: [{ name: 'Gone' }] }));
    const lead = made.done.body;
    expect(brief(made.events)).toEqual(['lead created', 'contact created']);
    await ok(rest.post('/opportunity/', { lead_id: lead.id }));
    await ok(rest.post('/task/', { lead_id: lead.id, text: 'Call' }));
    await ok(rest.post('/activity/note/', { lead_id: lead.id, note: 'Hm' }));
    const { events } = await toldOf(() => rest.delete(`/lead/${lead.id}/`));
    const deleted = events.filter(({ action }) => action === 'deleted');
    expect(brief(deleted).toSorted()).toEqual(
      [
        'activity.note deleted',
        'contact deleted',
        'lead deleted',
        'opportunity deleted',
        'task.lead deleted',
      ].toSorted(),
    );
    expect(deleted.every(({ lead_id }) => lead_id === lead.id)).toBe(true);
    expect(new Set(deleted.map(({ request_id }) => request_id)).size).toBe(1);
  });

  test('what an organization is set up with is told', async () => {
    const { rest } = office;
    const made = await toldOf(async () => {
      const status = await ok(rest.post('/status/lead/', { label: 'Told' }));
      await ok(rest.put(`/status/lead/${status.id}/`, { label: 'Told anew' }));
      await ok(rest.delete(`/status/lead/${status.id}/`));
    });
    expect(brief(made.events)).toEqual(['status.lead created', 'status.lead updated', 'status.lead deleted']);
    expect(made.events[1]?.previous_data).toEqual({ label: 'Told' });
  });

  test('a statement by hand is told, of nobody; one that fails is not', async () => {
    const { rest, mine } = office;
    const { id } = await ok(rest.post('/opportunity/', { lead_id: mine.leadId, confidence: 10 }));
    const byHand = await toldOf(() =>
      opened.database.write(({ kysely }) =>
        sql`update opportunity set confidence = 20 where id = ${id}`.execute(kysely).then(() => undefined),
      ),
    );
    expect(byHand.events).toMatchObject([
      { object_id: id, action: 'updated', previous_data: { confidence: 10 }, user_id: null, request_id: null },
    ]);
    const failed = await toldOf(() => rest.put(`/opportunity/${id}/`, { value: 5, lead_id: 'lead_none' }));
    expect([failed.done.status, failed.events]).toEqual([400, []]);
  });

  test('an import tells each of its rows, of nobody, and when it was written: not when the file was begun', async () => {
    const path = files('deals.csv', ['company,amount,stage', 'A,1,Open', 'B,2,Open'].join('\n'));
    const begun = fixedNow - 3_600_000;
    const told = await toldOf(() =>
      importFile(opened.database, { path, organization: 'Imported', now: begun as Instant }),
    );
    const deals = told.events.filter(({ object_type }) => object_type === 'opportunity');
    expect(brief(deals)).toEqual(['opportunity created', 'opportunity created']);
    for (const { user_id, api_key_id, date_created } of deals) {
      expect([user_id, api_key_id]).toEqual([null, null]);
      // By the clock of the database.
      expect(Math.abs(Date.now() - date_created.getTime())).toBeLessThan(3_600_000);
    }
  });

  test('nobody is left written down as who writes', async () => {
    await ok(office.rest.post('/lead/', { name: 'Another' }));
    const left = await opened.database.write(({ kysely }) => kysely.selectFrom('change_origin').selectAll().execute());
    expect(left).toEqual([]);
  });
});
