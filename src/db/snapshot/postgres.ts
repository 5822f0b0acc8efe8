/**
 * Snapshots of PostgreSQL. Statements of one are sent one behind the other without waiting, its beginning together with the
 * first, so that what resolvers ask for at the same time is one way there and back.
 */
import pg from 'pg';
import { currentDeadline, inTime, timedOut } from '../deadline.ts';
import { stop } from '../postgres-pool.ts';
import { closed, type OnStatement, type RawSnapshot, type Row, type Snapshots } from './snapshot.ts';
import type { NameOf } from './statement-names.ts';

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** @param pool with `snapshotConfig` @param nameOf see `statement-names.ts`; no statement has one where connections are not ours */
export function postgresSnapshots(pool: pg.Pool, onStatement: OnStatement, nameOf: NameOf): Snapshots {
  const open = (): RawSnapshot => {
    const deadline = currentDeadline();
    let isClosed = false;
    let opened: Promise<pg.PoolClient> | undefined;
    let latest: Promise<unknown> = Promise.resolve();
    let stopping: Promise<void> | undefined;
    let failure: unknown;

    const onAbort = () => {
      stopping = opened?.then((client) => stop(client, latest)).catch(() => {});
    };
    const start = async () => {
      const client = await inTime(deadline, pool.connect(), timedOut, (unwanted) => unwanted.release());
      together(client);
      onStatement(begin);
      // Where it fails, so does the statement behind it, which is waited for.
      client.query(begin).catch(() => {});
      return client;
    };
    deadline?.signal.addEventListener('abort', onAbort, { once: true });

    return {
      async query(sql, parameters) {
        if (isClosed) throw closed();
        if (deadline?.isOver()) throw timedOut();
        opened ??= start();
        const client = await opened;
        if (isClosed) throw closed();
        if (deadline?.isOver()) throw timedOut();
        together(client);
        onStatement(sql);
        deadline?.noteStatement();
        const answer = client.query<Row>({ name: nameOf(sql, parameters), text: sql, values: [...parameters] });
        latest = answer;
        try {
          const { rows } = await answer;
          return rows;
        } catch (error) {
          // What was sent behind a statement that failed is told only that one did.
          failure ??= error;
          throw failure;
        }
      },
      close() {
        isClosed = true;
        deadline?.signal.removeEventListener('abort', onAbort);
        opened?.then((client) => end(client, stopping, onStatement)).catch(() => {});
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

async function end(client: pg.PoolClient, stopping: Promise<void> | undefined, onStatement: OnStatement) {
  try {
    await stopping;
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

export const snapshotConfig: pg.PoolConfig = { pipeline: true, types };
