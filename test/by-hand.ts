/** Statements as a person at the database sends them: by a program of their own, past the gateway. */
import BetterSqlite3 from 'better-sqlite3';
import { withPostgres } from '../src/db/postgres-client.ts';
import { providerOf } from '../src/db/provider.ts';

export async function byHand(url: string, statement: string): Promise<void> {
  if (providerOf(url) === 'postgresql') {
    await withPostgres(url, (client) => client.query(statement));
    return;
  }
  const file = new BetterSqlite3(url.replace(/^file:/, ''), { timeout: 5000 });
  try {
    file.pragma('foreign_keys = on');
    file.exec(statement);
  } finally {
    file.close();
  }
}
