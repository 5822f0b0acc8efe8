/** `verify` tells whether the kept sums are right, which of them are not, and mends them when it is told to. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices } from '../fixtures.ts';
import { runCommand } from './run.ts';

describeDatabases('verify', (opened) => {
  beforeAll(async () => {
    const { mine } = await createOffices(opened.database);
    const [, userId] = mine.userIds;
    const input = {
      leadId: mine.leadId,
      userId,
      statusId: mine.status.won,
      value: 12_345n,
      dateWon: '2026-02-03' as never,
    };
    await opened.database.write((session) => createOpportunity(session, mine.caller, input));
  });
  const verify = (...args: string[]) => runCommand({ DATABASE_URL: opened.url, PORT: '0' }, 'verify', ...args);

  test('ends with 0 where all is right', async () => {
    const { code, out, problems } = await verify();
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    expect(out).toBe('Summary: all cells are what their opportunities come to.\n');
  });

  test('ends with 1 and a table of what differs, and changes nothing', async () => {
    await opened.database.write(({ kysely }) =>
      sql`insert into opportunity_summary
        select organization_id, grain, null, status_id, value_period, date_won, 2, 1, 0, 500, 0, 25000
        from opportunity_cell where grain = 'month'`.execute(kysely),
    );
    for (const { code, out } of [await verify(), await verify()]) {
      expect(code).toBe(1);
      const [heads = '', wrong = '', ...more] = out.split('\n');
      expect(heads.split(/ {2,}/)).toEqual([
        ...[
          'organization',
          'user',
          'status',
          'value period',
          'by',
          'won in',
          'count',
          'with value',
          'value',
          'expected',
        ],
      ]);
      expect(wrong.split(/ {2,}/)).toEqual(['Mine', 'Won', 'one_time', 'month', '2026-02-01', '2', '1', '5', '2.5']);
      expect(more.join('\n')).toContain('1 cells are not');
    }
  });

  test('with --repair ends with 0, and all is right afterwards', async () => {
    const { code, out } = await verify('--repair');
    expect(code).toBe(0);
    expect(out).toContain('made anew, and right');
    expect((await verify()).code).toBe(0);
  });
});
