/** How many SQL statements a request takes, BEGIN and COMMIT among them. */
import pg from 'pg';
import { createApp } from '../../src/app.ts';
import type { HttpRequest } from '../work/work.ts';
import type { Address } from './send.ts';
import { send } from './send.ts';

export interface StatementCounter {
  count(request: () => HttpRequest): Promise<number>;
  close(): Promise<void>;
}

/** PostgreSQL counts for any program (pg_stat_statements): the second of two requests, when what is looked up once is known. */
export async function postgresStatements(
  url: string,
): Promise<Pick<StatementCounter, 'close'> & { of(target: Address): StatementCounter['count'] }> {
  const database = new URL(url).pathname.slice(1);
  // From another database, so that to look does not count.
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  const calls = async () => {
    const { rows } = await client.query<{ calls: string }>(
      `select coalesce(sum(calls), 0) as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1`,
      [database],
    );
    return Number(rows[0]?.calls);
  };
  return {
    of: (target) => async (request) => {
      await send(target, request());
      const before = await calls();
      await send(target, request());
      return (await calls()) - before;
    },
    close: () => client.end(),
  };
}

/** SQLite counts nothing: the same program, within this process, tells each statement that it sends. */
export function sqliteStatements(url: string, headers: Readonly<Record<string, string>>): StatementCounter {
  let sent = 0;
  const app = createApp({
    databaseUrl: url,
    onStatement: () => {
      sent++;
    },
  });
  const ask = async ({ method, path, body }: HttpRequest) => {
    const content = { ...headers, ...(body && { 'content-type': 'application/json' }) };
    const response = await app.fetch(new Request(`http://bench.test${path}`, { method, headers: content, body }));
    await response.text();
  };
  return {
    async count(request) {
      await ask(request());
      sent = 0;
      await ask(request());
      return sent;
    },
    close: () => app.close(),
  };
}
