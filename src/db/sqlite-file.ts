/** The file of SQLite, for what is done outside requests: at a start, or by a command. The twin of `withPostgres`. */
import BetterSqlite3 from 'better-sqlite3';

export type SqliteFile = BetterSqlite3.Database;

export const pathOf = (url: string): string => url.replace(/^file:/, '');

/** Waits a minute for who writes. */
export function withSqlite<T>(url: string, work: (file: SqliteFile) => T): T {
  const file = new BetterSqlite3(pathOf(url), { timeout: 60_000 });
  try {
    return work(file);
  } finally {
    file.close();
  }
}
