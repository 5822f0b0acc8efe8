/**
 * What the planner of SQLite knows of how many rows have what. Without it, one question for the groups of two hundred leads'
 * deals walked all 200,000 for each of them and took two minutes; nothing gathers it but ANALYZE. `PRAGMA optimize` and
 * `analysis_limit` look at a sample, with which the same question did not end either. PostgreSQL gathers by itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import BetterSqlite3 from 'better-sqlite3';
import { withPostgres } from './postgres-client.ts';
import { providerOf } from './provider.ts';
import { pathOf, type SqliteFile, withSqlite } from './sqlite-file.ts';

/** After many rows have been written at once. */
export async function gatherStatistics(url: string): Promise<void> {
  if (providerOf(url) === 'sqlite') withSqlite(url, analyzeFile);
  else await withPostgres(url, (client) => client.query('analyze'));
}

/** Index by index, because writers wait meanwhile: a tenth of a second for each of 200,000 rows, not two for the table. */
function analyzeFile(file: SqliteFile): void {
  for (const { name } of indexesOf(file)) file.exec(`analyze "${name}"`);
  // Connections that are open read statistics with the schema, which they take for unchanged without this.
  file.exec('begin immediate; create table statistics_gathered (x); drop table statistics_gathered; commit');
}

const indexesOf = (file: SqliteFile) =>
  file
    .prepare<[], { name: string; table: string }>(
      'select name, tbl_name as "table" from sqlite_schema where type = \'index\' and sql is not null',
    )
    .all();

/** Fewer rows are found as fast without any. */
const few = 1000;

/** Whether a table has more than twice the rows that it had when its statistics were gathered. */
export function isOutgrown(path: string): boolean {
  const file = new BetterSqlite3(path, { readonly: true });
  try {
    const ask = (sql: string) => file.prepare<[], { rows: number }>(sql).get()?.rows ?? 0;
    const gathered = ask("select count(*) as rows from sqlite_schema where name = 'sqlite_stat1'") > 0;
    const tables = new Set(indexesOf(file).map(({ table }) => table));
    return [...tables].some((table) => {
      const then = gathered
        ? ask(`select max(cast(stat as integer)) as rows from sqlite_stat1 where tbl = '${table}'`)
        : 0;
      const most = 2 * then + few;
      // The keys tell at once how many there can be; to count them takes as long as there are many.
      const possible = ask(
        `select (select max(rowid) from "${table}") - (select min(rowid) from "${table}") + 1 as rows`,
      );
      return possible > most && ask(`select count(*) as rows from "${table}"`) > most;
    });
  } finally {
    file.close();
  }
}

export interface KeptStatistics {
  /** Ends what is under way, too: the next start begins it again. */
  close(): Promise<void>;
}

export interface StatisticsOptions {
  /** What gathers them in a process of its own: `analyze` of this program, with the environment of this process. */
  readonly command: readonly [program: string, ...args: string[]];
  /** How often to look, in milliseconds. @default once a minute */
  readonly every?: number;
  /** Told what went wrong; it is tried again. */
  readonly report: (fault: unknown) => void;
}

/** Gathers anew whenever a table has outgrown its statistics, in a process of its own: requests are answered meanwhile. */
export function keepStatistics(url: string, { command, every = 60_000, report }: StatisticsOptions): KeptStatistics {
  if (providerOf(url) !== 'sqlite') return { close: async () => {} };
  const path = pathOf(url);
  let gathering: ChildProcess | undefined;
  const look = () => {
    try {
      if (gathering || !isOutgrown(path)) return;
      const [program, ...args] = command;
      const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      gathering = child;
      child.once('error', (fault) => {
        gathering = undefined;
        report(fault);
      });
      child.once('exit', (code) => {
        gathering = undefined;
        if (code) report(new Error(`the process that gathers statistics ended with code ${code}`));
      });
    } catch (fault) {
      report(fault);
    }
  };
  const timer = setInterval(look, every).unref();
  look();
  return {
    async close() {
      clearInterval(timer);
      if (gathering?.kill()) await once(gathering, 'exit');
    },
  };
}
