/**
 * Snapshots of PostgreSQL. Statements of one are sent one behind the other without waiting, its beginning together with the
 * first, so that what resolvers ask for at the same time is one way there and back.
 */
import pg from 'pg';
import type { OnStatement, RawSnapshot, Row, Snapshots } from './snapshot.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  /** How long to wait for a connection, in milliseconds. */
  readonly maxWait: number;
  readonly onStatement: OnStatement;
}

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export function postgresSnapshots({ url, poolSize, maxWait, onStatement }: PostgresOptions): Snapshots {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: maxWait,
    // Instants were stored hours wrong where the server's zone is not UTC.
    options: '-c TimeZone=UTC',
    pipeline: true,
    types,
  });
  // A connection that breaks while nobody uses it is replaced; nobody is there to be told.
  pool.on('error', () => {});

  const open = (): RawSnapshot => {
    let opened: Promise<pg.PoolClient> | undefined;
    const start = async () => {
      const client = await pool.connect();
      together(client);
      onStatement(begin);
      // Where it fails, so does the statement behind it, which is waited for.
      client.query(begin).catch(() => {});
      return client;
    };
    return {
      async query(sql, parameters) {
        opened ??= start();
        const client = await opened;
        together(client);
        onStatement(sql);
        const { rows } = await client.query<Row>(sql, [...parameters]);
        return rows;
      },
      close() {
        opened?.then((client) => end(client, onStatement)).catch(() => {});
      },
    };
  };
  return { open, close: () => pool.end() };
}

/** What is said in one turn goes out by one write: a write costs more than what most statements cost. */
function together({ connection: { stream } }: pg.PoolClient): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function end(client: pg.PoolClient, onStatement: OnStatement): Promise<void> {
  try {
    onStatement('COMMIT');
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // What state it is in nobody knows: it is not used again.
    client.release(error instanceof Error ? error : true);
  }
}

/** As the rest of the program takes values: integers of 64 bits are exact, all else is the driver's. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format)),
};
