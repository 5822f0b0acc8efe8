/** `/report/statuses/opportunity/{id}/`: what adds up by hand. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

// Now is 2026-06-15 10:30 UTC.
describeDatabases('the report of statuses', (opened) => {
  const office = useOffice(opened);

  test('tells what there was, what there is, and what went where', async () => {
    const { rest, mine } = office;
    const pipeline = await ok(
      rest.post('/pipeline/', {
        name: 'Reported',
        statuses: ['A', 'B', 'C'].map((label) => ({ label, type: label === 'C' ? 'won' : 'active' })),
      }),
      201,
    );
    const [a, b, c] = pipeline.statuses.map(({ id }: { id: string }) => id);
    const deal = async (created: string, status_id: string, steps: readonly (readonly [string, string, string])[]) => {
      const made = await ok(rest.post('/opportunity/', { status_id, date_created: created, note: 'reported' }));
      for (const [old_status_id, new_status_id, date_created] of steps) {
        const entry = { opportunity_id: made.id, old_status_id, new_status_id, date_created };
        await ok(rest.post('/activity/status_change/opportunity/', entry));
      }
    };
    // Before: in A. Within: A -> B -> C. After: nothing.
    await deal('2026-01-01T00:00:00Z', c, [
      [a, b, '2026-03-05T00:00:00Z'],
      [b, c, '2026-03-20T00:00:00Z'],
    ]);
    // Made within, in A; moved to B after it.
    await deal('2026-03-10T00:00:00Z', b, [[a, b, '2026-05-01T00:00:00Z']]);
    // In B all the time.
    await deal('2026-01-01T00:00:00Z', b, []);

    const path = `/report/statuses/opportunity/${mine.organizationId}/`;
    const asked = { query: 'note:reported pipeline:Reported' };
    const report = await ok(rest.get(path + query({ ...asked, date_start: '2026-03-01', date_end: '2026-03-31' })));
    const of = (id: string) => report.status_overview.find((row: { status_id: string }) => row.status_id === id);
    expect(of(a)).toMatchObject({
      ...{
        status_label: 'A',
        started: 1,
        ended: 1,
        change: 0,
        change_percent: 0,
        gained: 1,
        lost: 1,
        entered: 0,
        left: 1,
      },
    });
    expect(of(b)).toMatchObject({ started: 1, ended: 1, gained: 0, lost: 0, entered: 1, left: 1 });
    expect(of(c)).toMatchObject({
      started: 0,
      ended: 1,
      change: 1,
      change_percent: null,
      gained: 1,
      lost: 0,
      entered: 1,
    });
    const short = (rows: { from_status_label: string; to_status_label: string; count: number }[]) =>
      rows.map((row) => `${row.from_status_label}>${row.to_status_label} ${row.count}`).sort();
    expect(short(report.status_transitions)).toEqual(['A>B 1', 'B>C 1', 'null>A 1']);
    expect(short(report.status_transitions_summary)).toEqual(['A>C 1', 'null>A 1']);

    const overall = await ok(rest.get(path + query(asked)));
    const ended = overall.status_overview.filter((row: { ended: number }) => row.ended > 0);
    expect(ended.map((row: { status_label: string; ended: number }) => [row.status_label, row.ended])).toEqual([
      ...[
        ['B', 2],
        ['C', 1],
      ],
    ]);
    expect(short(overall.status_transitions)).toEqual(['A>B 2', 'B>C 1', 'null>A 2', 'null>B 1']);
    const bo = await ok(rest.get(path + query({ ...asked, user_id: mine.userIds[1] })));
    expect(bo.status_transitions).toEqual([]);
  });

  test('what is wrong is told, and another organization has none', async () => {
    const { rest, mine, theirs } = office;
    const path = `/report/statuses/opportunity/${mine.organizationId}/`;
    expect((await rest.get(`/report/statuses/opportunity/${theirs.organizationId}/`)).status).toBe(404);
    const wrong = async (params: Record<string, string>) => (await rest.get(path + query(params))).body['field-errors'];
    expect(await wrong({ date_start: 'soon' })).toEqual({ date_start: 'Write the day as 2026-03-31.' });
    expect(await wrong({ date_start: '2026-02-01', date_end: '2026-01-01' })).toEqual({ date_end: expect.any(String) });
    expect(await wrong({ smart_view_id: 'save_none' })).toEqual({ smart_view_id: expect.any(String) });
    expect(await wrong({ query: 'stauts:x' })).toEqual({ query: expect.stringContaining('stauts') });
  });
});
