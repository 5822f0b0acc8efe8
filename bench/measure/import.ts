/** `npm run import`, as it is run: how many rows a second, and what each costs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { cpuOfEnded, cpuOfTree } from './cpu.ts';
import type { Measurement } from './round.ts';

export interface ImportOptions {
  readonly databaseUrl: string;
  readonly databasePid?: number;
  readonly file: string;
  readonly rows: number;
}

/** Figures are those of a row, not of a request. */
export async function measureImport({ databaseUrl, databasePid, file, rows }: ImportOptions): Promise<Measurement> {
  buildIfChanged();
  const database = async () => (databasePid === undefined ? null : cpuOfTree(databasePid));
  const [program0, database0, began] = [await cpuOfEnded(), await database(), performance.now()];
  await promisify(execFile)(process.execPath, [program, 'import', file, '--organization', 'Imported'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
    maxBuffer: 2 ** 26,
  });
  const seconds = (performance.now() - began) / 1000;
  const [program1, database1] = [await cpuOfEnded(), await database()];
  return {
    ...{ requests: rows, failed: 0, perSecond: rows / seconds, p50: null, p95: null },
    server: (program1 - program0) / rows,
    database: database0 === null || database1 === null ? null : (database1 - database0) / rows,
  };
}
