/** Snapshots of SQLite: each has a connection of its own, for a connection is in one transaction at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import SqliteFile from 'better-sqlite3';
import { type Instant, toDate } from '../../value/period.ts';
import { currentDeadline, timedOut } from '../deadline.ts';
import { closed, type OnStatement, type RawSnapshot, type Row, type Snapshots } from './snapshot.ts';

export interface SqliteOptions {
  readonly path: string;
  readonly onStatement: OnStatement;
}

/** How long statements may follow each other before others have their turn, in milliseconds. */
const longestTurn = 10;

/** Connections that are kept; more are opened when more snapshots are, and closed after. */
const kept = 4;

export function sqliteSnapshots({ path, onStatement }: SqliteOptions): Snapshots {
  const free: Connection[] = [];
  const take = () => free.pop() ?? connect(path);
  const give = (connection: Connection) => {
    if (free.length < kept) free.push(connection);
    else connection.close();
  };

  const open = (): RawSnapshot => {
    const deadline = currentDeadline();
    let isClosed = false;
    let turned = 0;
    let opened: Promise<Connection> | undefined;
    /** SQLite works synchronously: without a turn of the event loop now and then a busy server starved it for 1.3 s. */
    const turn = async () => {
      if (performance.now() - turned < longestTurn) return;
      await nextTurn();
      turned = performance.now();
    };
    const assertOpen = () => {
      if (isClosed) throw closed();
      if (deadline?.isOver()) throw timedOut();
    };
    const start = async () => {
      const connection = take();
      onStatement('BEGIN');
      connection.run('BEGIN');
      return connection;
    };
    return {
      async query(sql, parameters) {
        await turn();
        assertOpen();
        opened ??= start();
        const connection = await opened;
        assertOpen();
        onStatement(sql);
        return connection.all(sql, parameters);
      },
      close() {
        isClosed = true;
        opened
          ?.then((connection) => {
            onStatement('COMMIT');
            connection.run('COMMIT');
            give(connection);
          })
          .catch(() => {});
      },
    };
  };
  return {
    open,
    async close() {
      for (const connection of free.splice(0)) connection.close();
    },
  };
}

interface Connection {
  run(sql: string): void;
  all(sql: string, parameters: readonly unknown[]): readonly Row[];
  close(): void;
}

/** Texts of statements are few, for values are parameters; those of long filters differ and must not pile up. */
const rememberedStatements = 200;

function connect(path: string): Connection {
  const file = new SqliteFile(path, { readonly: true, timeout: 0 });
  file.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;');
  // Amounts may be beyond what a double holds.
  file.defaultSafeIntegers(true);
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  const statementOf = (sql: string) => {
    const known = prepared.get(sql) ?? prepare(file, sql);
    if (prepared.size >= rememberedStatements) prepared.clear();
    prepared.set(sql, known);
    return known;
  };
  return {
    run: (sql) => void file.exec(sql),
    all: (sql, parameters) => statementOf(sql)(parameters),
    close: () => void file.close(),
  };
}

function prepare(file: SqliteFile.Database, sql: string) {
  const statement = file.prepare<unknown[], unknown[]>(sql).raw(true);
  const columns = statement.columns().map(({ name, type }) => ({ name, convert: converterOf(type) }));
  return (parameters: readonly unknown[]): readonly Row[] =>
    statement
      .all(...parameters.map(toStored))
      .map((values) => Object.fromEntries(columns.map(({ name, convert }, index) => [name, convert(values[index])])));
}

/** By the type that the column was declared with; an expression has none. */
function converterOf(declared: string | null): (value: unknown) => unknown {
  switch (declared) {
    case 'BIGINT':
      return (value) => value;
    case 'DATETIME':
      return (value) => (value === null ? null : toDate(Number(value) as Instant));
    case 'BOOLEAN':
      return (value) => (value === null ? null : Boolean(value));
    default:
      return (value) => (typeof value === 'bigint' && isSafe(value) ? Number(value) : value);
  }
}

const isSafe = (value: bigint) => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;

function toStored(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.getTime() : value;
}
