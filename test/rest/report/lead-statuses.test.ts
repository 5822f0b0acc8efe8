/** `/report/statuses/lead/{id}/`: what adds up by hand, and what is refused. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

// Now is 2026-06-15 10:30 UTC.
describeDatabases('the report of leads’ statuses', (opened) => {
  const office = useOffice(opened);

  test('tells what there was, what there is, and what went where', async () => {
    const { rest, mine } = office;
    const status = async (label: string) => (await ok(rest.post('/status/lead/', { label }))).id as string;
    const [cold, warm] = [await status('Cold'), await status('Warm')];
    const lead = async (status_id: string, date_created: string) =>
      (await ok(rest.post('/lead/', { name: 'Reported', status_id, date_created }))).id as string;
    const moved = await lead(warm, '2026-01-01T00:00:00Z');
    const entry = { lead_id: moved, old_status_id: cold, new_status_id: warm, date_created: '2026-03-05T00:00:00Z' };
    await ok(rest.post('/activity/status_change/lead/', entry));
    await lead(cold, '2026-03-10T00:00:00Z');

    const path = `/report/statuses/lead/${mine.organizationId}/`;
    const asked = { query: 'name:Reported', date_start: '2026-03-01', date_end: '2026-03-31' };
    const report = await ok(rest.get(path + query(asked)));
    const of = (id: string) => report.status_overview.find((row: { status_id: string }) => row.status_id === id);
    expect(of(cold)).toMatchObject({
      ...{ status_label: 'Cold', status_is_deleted: false, started: 1, ended: 1, change: 0, change_percent: 0 },
      ...{ gained: 1, lost: 1, entered: 0, left: 1 },
    });
    expect(of(warm)).toMatchObject({ started: 0, ended: 1, gained: 1, lost: 0, entered: 1, left: 0 });
    const steps = report.status_transitions as { from_status_label: string; to_status_label: string; count: number }[];
    expect(steps.map((row) => `${row.from_status_label}>${row.to_status_label} ${row.count}`).sort()).toEqual([
      ...['Cold>Warm 1', 'null>Cold 1'],
    ]);
    expect(Object.keys(report).sort()).toEqual(['status_overview', 'status_transitions']);
  });

  test('what is wrong is told, and another organization has none', async () => {
    const { rest, mine, theirs } = office;
    const path = `/report/statuses/lead/${mine.organizationId}/`;
    expect((await rest.get(`/report/statuses/lead/${theirs.organizationId}/`)).status).toBe(404);
    const wrong = async (params: Record<string, string>) => (await rest.get(path + query(params))).body['field-errors'];
    expect(await wrong({ date_start: 'soon' })).toEqual({ date_start: 'Write the day as 2026-03-31.' });
    expect(await wrong({ smart_view_id: 'save_none' })).toEqual({ smart_view_id: expect.stringContaining('leads') });
    expect(await wrong({ query: 'stauts:x' })).toEqual({ query: expect.stringContaining('stauts') });
  });
});
