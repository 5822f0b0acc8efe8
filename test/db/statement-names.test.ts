/** What recurs is parsed and planned once on a connection, and answers as it would without a name. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { createStatementNames } from '../../src/db/snapshot/statement-names.ts';
import { describeDatabases } from '../describe-databases.ts';

describe('names of statements', () => {
  test('are of those that recur, each its own', () => {
    const namesOf = createStatementNames();
    const nameOf = (sql: string) => namesOf(sql, []);
    expect([nameOf('a'), nameOf('a'), nameOf('b'), nameOf('b')]).toEqual([undefined, undefined, undefined, undefined]);
    const names = [nameOf('a'), nameOf('b'), nameOf('a')];
    expect(names[0]).toBeTypeOf('string');
    expect(names[2]).toBe(names[0]);
    expect(names[1]).not.toBe(names[0]);
    expect(nameOf('c')).toBeUndefined();
  });

  test('are not of those that ask for a range: how much of it there is decides how to go about it', () => {
    const nameOf = createStatementNames();
    const third = (...parameters: readonly unknown[]) => {
      const sql = `select ${JSON.stringify(parameters.map(String))}`;
      return [1, 2, 3].map(() => nameOf(sql, parameters)).at(-1);
    };
    expect(third('orga_jMU1adHI9bBItxizhjtKzCxVcGub0IKwYLqlRgnYArg', 'won', ['user_1', 'user_2'])).toBeDefined();
    for (const value of ['2024-01-01', '%acme%', 5, 5n, new Date(0), null])
      expect(third('orga_1', value)).toBeUndefined();
  });

  test('are bounded, however many statements there are', () => {
    const names = createStatementNames();
    const nameOf = (sql: string) => names(sql, []);
    const all = Array.from({ length: 500 }, (_, i) => [1, 2, 3].map(() => nameOf(`select ${i}`)).at(-1));
    const named = all.filter((name) => name !== undefined);
    expect(named.length).toBeLessThanOrEqual(200);
    expect(new Set(named).size).toBe(named.length);
    expect(nameOf('select 0')).toBe(all[0]);
  });
});

describeDatabases('statements that recur', (opened) => {
  const doubled = (value: string) =>
    opened.database.read(async ({ kysely }) => {
      const { rows } = await sql<{
        twice: string;
      }>`select cast(${value} as text) || cast(${value} as text) as twice`.execute(kysely);
      return rows[0]?.twice;
    });

  test('answer each question as it was asked', async () => {
    for (let i = 0; i < 12; i++) expect(await doubled(String(i))).toBe(`${i}${i}`);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(doubled))).toEqual(['aa', 'bb', 'cc', 'dd']);
  });

  test('go on after one of them has failed', async () => {
    const divide = (by: number) =>
      opened.database.read(async ({ kysely }) => {
        const { rows } = await sql<{
          result: number;
        }>`select abs(cast(${by} as integer) - 9223372036854775807 - 1) as result`.execute(kysely);
        return rows.length;
      });
    for (let i = 1; i < 6; i++) expect(await divide(i)).toBe(1);
    await expect(divide(0)).rejects.toThrow(/out of range|overflow/i);
    for (let i = 1; i < 6; i++) expect(await divide(i)).toBe(1);
  });

  test('have a name on PostgreSQL, and none on the connections of a pooler', async () => {
    if (opened.provider !== 'postgresql') return;
    const named = async (isPooled: boolean) => {
      const database = openDatabase(opened.url, { poolSize: 1, isPooled });
      try {
        for (let i = 0; i < 4; i++)
          await database.read(({ kysely }) => sql`select ${`word_${i}`}::text as asked`.execute(kysely));
        const { rows } = await database.read(({ kysely }) =>
          sql<{ statement: string }>`select statement from pg_prepared_statements where name like 'gateway%'`.execute(
            kysely,
          ),
        );
        return rows.map(({ statement }) => statement);
      } finally {
        await database.close();
      }
    };
    expect(await named(false)).toEqual(['select $1::text as asked']);
    expect(await named(true)).toEqual([]);
  });
});
