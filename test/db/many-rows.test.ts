/** Many rows come whole and in their order, and others are served while they come. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Session } from '../../src/db/client.ts';
import { inParts } from '../../src/db/snapshot/sqlite-reading.mjs';
import { describeDatabases } from '../describe-databases.ts';

const many = 60_000;

describeDatabases('many rows', (opened) => {
  const numbered = ({ kysely }: Session, count: number) =>
    sql<{ i: number | bigint; text: string }>`
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${sql.lit(count)})
      select i, ${'a text that is as long as the name of a lead and its id may be together'} as text from numbers`.execute(
      kysely,
    );

  test('of statements that are asked together each has its own, whole, however many the others have', async () => {
    const counts = [1, many, 1000, 1001, 5000];
    const found = await opened.database.read((session) => Promise.all(counts.map((count) => numbered(session, count))));
    for (const [index, { rows }] of found.entries()) {
      expect(rows.length).toBe(counts[index]);
      expect(rows.every(({ i }, place) => Number(i) === place + 1)).toBe(true);
    }
  });
});

test('what reads SQLite tells long answers in parts, none of which takes long to unpack', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4500 }), { maxLength: 5 }), (counts) => {
      const answers = counts.map((count) => ({ columns: [], rows: Array.from({ length: count }, (_, i) => [i]) }));
      const parts = [...inParts(answers)];
      const rowsOf = (part: (typeof parts)[number]) =>
        'place' in part ? [part] : part.map((one) => ('rows' in one ? one : { rows: [] }));
      for (const part of parts) for (const { rows } of rowsOf(part)) expect(rows.length).toBeLessThanOrEqual(1000);
      const told = counts.map((_, place) =>
        parts.flatMap((part) =>
          'place' in part ? (part.place === place ? part.rows : []) : (rowsOf(part)[place]?.rows ?? []),
        ),
      );
      expect(told).toEqual(answers.map(({ rows }) => rows));
    }),
    { numRuns: 30 },
  );
});
