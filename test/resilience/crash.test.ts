/** Processes killed in the middle of their writes: what they acknowledged is there, and nothing is there twice. CRASH_WRITES says how many. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { bundled } from '../../scripts/bundled.ts';
import { root } from '../../scripts/fingerprint.mjs';
import type { Caller } from '../../src/caller.ts';
import { withIdempotency } from '../../src/idempotency/idempotency.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices } from '../fixtures.ts';
import type { WriterTask } from './writer-process.ts';

const total = Number(process.env.CRASH_WRITES ?? 120);
const source = fileURLToPath(new URL('writer-process.ts', import.meta.url));
/** It is started ten times and more, and through tsx each start took two seconds. Beside node_modules, where it finds SQLite. */
const program = join(root, 'test-output', 'writer-process.mjs');
beforeAll(() => build({ ...bundled, entryPoints: [source], outfile: program }));

/** One life of a writer: it ends by itself, or is killed soon after it has told of `lifetime` writes. */
async function live(task: WriterTask, lifetime: number, told: (line: string) => void): Promise<'done' | 'killed'> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let heard = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    told(line);
    heard += 1;
    // Within the next few writes, at no particular point of one.
    if (heard === lifetime) setTimeout(() => child.kill('SIGKILL'), Math.random() * 30);
  });
  const ended = new Promise((resolve) => lines.once('close', resolve));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, by) => resolve(by)));
  await ended;
  if (signal === null && child.exitCode !== 0) throw new Error(`the writer failed with code ${child.exitCode}`);
  return signal === null ? 'done' : 'killed';
}

/** Writes all numbers, in as many lives as it takes. @returns how often it was killed */
async function writeAll(url: string, caller: Caller, numbers: readonly number[], acknowledged: Map<number, string>) {
  let kills = 0;
  for (;;) {
    const left = numbers.filter((number) => !acknowledged.has(number));
    const told = (line: string) => {
      const [number, id = ''] = line.split(' ');
      acknowledged.set(Number(number), id);
    };
    const lifetime = Math.floor(total * (0.2 + Math.random() * 0.2));
    if ((await live({ url, caller, numbers: left }, lifetime, told)) === 'done') return kills;
    kills += 1;
    await sleep(Math.random() * 50);
  }
}

describeDatabases('two processes that are killed again and again', (opened) => {
  test('leave exactly one row for each key, and a sound database', async () => {
    const { mine } = await createOffices(opened.database);
    const numbers = Array.from({ length: total }, (_, i) => i);
    const acknowledged = new Map<number, string>();
    const kills = await Promise.all(
      [0, 1].map((half) =>
        writeAll(
          opened.url,
          mine.caller,
          numbers.filter((number) => number % 2 === half),
          acknowledged,
        ),
      ),
    );
    expect(Math.min(...kills)).toBeGreaterThan(0);

    const rows = await opened.database.write(({ prisma }) =>
      prisma.opportunity.findMany({
        where: { note: { startsWith: 'crash ' } },
        select: { id: true, note: true, value: true },
      }),
    );
    expect(rows).toHaveLength(total);
    const byNote = new Map(rows.map((row) => [row.note, row]));
    for (const number of numbers) {
      expect(byNote.get(`crash ${number}`)).toMatchObject({ id: acknowledged.get(number), value: BigInt(number) });
    }
    const records = opened.database.write(({ prisma }) => prisma.idempotencyRecord.count());
    expect(await records).toBe(total);
    // Each has its own «Untitled» lead: no killed write has left one behind.
    const leads = opened.database.write(({ prisma }) => prisma.lead.count({ where: { name: 'Untitled' } }));
    expect(await leads).toBe(total);

    for (const number of [0, 1, total - 1]) {
      const input = { note: `crash ${number}`, value: BigInt(number) };
      const again = withIdempotency(opened.database, mine.caller, `crash-${number}`, 'create', input, () =>
        Promise.reject(new Error('must not run')),
      );
      expect(await again).toBe(acknowledged.get(number));
    }
    if (opened.provider === 'sqlite') expect(await checkSqlite()).toEqual(['ok', []]);
    else expect(await checkPostgres()).toBeGreaterThan(50);
  }, 180_000);

  async function checkSqlite() {
    return opened.database.read(async ({ kysely }) => {
      const { rows: integrity } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(kysely);
      const { rows: orphans } = await sql`pragma foreign_key_check`.execute(kysely);
      return [integrity.map((row) => row.integrity_check).join(), orphans];
    });
  }

  /** Each index is compared with its table. @returns how many there are */
  async function checkPostgres() {
    return opened.database.write(async ({ kysely }) => {
      await sql`create extension if not exists amcheck`.execute(kysely);
      const { rows } = await sql<{ count: bigint }>`
        select count(cast(bt_index_check(i.indexrelid, true) as text)) as count
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
        where a.amname = 'btree' and c.relpersistence = 'p' and i.indisvalid`.execute(kysely);
      return Number(rows[0]?.count);
    });
  }
});
