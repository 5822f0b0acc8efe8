/** One size: databases are made and filled, targets started, everything asked, and all is taken away again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/db/migrate.ts';
import type { Postgres } from '../test/postgres.ts';
import { fill } from './data/fill.ts';
import { writeImportFile } from './data/import-file.ts';
import { type Checked, check } from './measure/agree.ts';
import { measureImport } from './measure/import.ts';
import { type Measurement, measureRound, type Round, summarize } from './measure/round.ts';
import type { Target, TargetName } from './measure/target.ts';
import type { BenchOptions } from './options.ts';
import { type Databases, startTargets } from './targets/start.ts';
import { allWork } from './work/all.ts';
import type { Work } from './work/work.ts';

export interface Result {
  readonly size: number;
  readonly connections: number;
  readonly item: string;
  readonly title: string;
  readonly target: TargetName;
  readonly statements: number | null;
  /** Why there are no figures. */
  readonly failure?: string;
  readonly figures?: Measurement;
}

export interface Bench {
  readonly options: BenchOptions;
  readonly postgres: Postgres;
  tell(line: string): void;
  /** What must be undone, whatever happens. */
  defer(undo: () => Promise<void>): void;
  report(result: Result): void;
}

export async function measureSize(bench: Bench, size: number): Promise<void> {
  const { options, tell, defer } = bench;
  const databases = await makeDatabases(bench, size);
  const targets = await startTargets(databases, { ...options, tell });
  for (const target of targets) defer(() => target.stop());
  const work = allWork.filter(({ id }) => isWanted(options, id));
  for (const item of work.filter(({ writes }) => !writes)) await measureWork(bench, databases, targets, item);
  for (const item of work.filter(({ writes }) => writes)) await measureWork(bench, databases, targets, item);
  if (isWanted(options, 'import')) await measureImports(bench, databases);
}

const isWanted = ({ items }: BenchOptions, id: string) =>
  items.length === 0 || items.some((beginning) => id.startsWith(beginning));

async function makeDatabases({ options, postgres, tell, defer }: Bench, size: number): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-bench-'));
  defer(() => rm(folder, { recursive: true, force: true }));
  const make = async (title: string, url: string) => {
    const began = performance.now();
    await migrate(url);
    const organization = await fill(url, size, options);
    tell(`${title}: ${size} deals written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return organization;
  };
  const url = await postgres.createDatabase(`bench_${size}`);
  const organization = await make('PostgreSQL', url);
  const onPostgres = { organization, postgres: { url, pid: postgres.pid } };
  if (!options.targets.includes('gateway-sqlite')) return onPostgres;
  const sqlite = `file:${join(folder, 'bench.db')}`;
  await make('SQLite', sqlite);
  return { ...onPostgres, sqlite };
}

/** Counts requests, so that no two writes of a run are the same. */
let sent = 0;
const next = () => sent++;

async function measureWork(bench: Bench, { organization }: Databases, targets: readonly Target[], work: Work) {
  const checked = await check(work, targets, organization, next);
  const statements = new Map<Target, number>();
  for (const { target, question } of asked(checked)) {
    statements.set(target, await target.countStatements(() => question.request(next())));
  }
  for (const connections of bench.options.connections) {
    const rounds = await interleave(bench.options, connections, asked(checked));
    for (const { target, failure } of checked) {
      const counted = { statements: statements.get(target) ?? null };
      const told = { connections, item: work.id, title: work.title, target: target.name, ...counted };
      const figures = summarize(rounds.get(target) ?? []);
      bench.report({ size: organization.deals, ...told, ...(failure === undefined ? { figures } : { failure }) });
    }
  }
}

type Asked = Extract<Checked, { readonly failure?: undefined }>;
const asked = (checked: readonly Checked[]) => checked.filter((one): one is Asked => one.failure === undefined);

/** In turns, so that what else the machine does hits all alike. A target that took the time of all its rounds has no more of them. */
async function interleave({ seconds, warmUp, rounds }: BenchOptions, connections: number, targets: readonly Asked[]) {
  const done = new Map<Target, Round[]>(targets.map(({ target }) => [target, []]));
  const measure = ({ target, question }: Asked, milliseconds: number) =>
    measureRound(target, { connections, milliseconds, request: () => question.request(next()) });
  for (const one of targets) await measure(one, warmUp * 1000);
  for (let round = 0; round < rounds; round++) {
    for (const one of targets) {
      const so = done.get(one.target) ?? [];
      const spent = so.reduce((sum, { elapsed }) => sum + elapsed, 0);
      if (round === 0 || spent < rounds * seconds * 1000) so.push(await measure(one, seconds * 1000));
    }
  }
  return done;
}

async function measureImports({ options, tell, defer, report }: Bench, { organization, postgres, sqlite }: Databases) {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-bench-'));
  defer(() => rm(folder, { recursive: true, force: true }));
  const rows = options.importRows;
  const file = join(folder, 'deals.csv');
  await writeImportFile(file, organization, rows);
  const told = { size: organization.deals, connections: 1, item: 'import', title: `import of ${rows} rows, each` };
  const run = async (target: TargetName, databaseUrl: string, databasePid?: number) => {
    if (!options.targets.includes(target)) return;
    tell(`importing ${rows} rows: ${target}`);
    const figures = await measureImport({ databaseUrl, databasePid, file, rows });
    report({ ...told, target, statements: null, figures });
  };
  if (postgres) await run('gateway', postgres.url, postgres.pid);
  if (sqlite !== undefined) await run('gateway-sqlite', sqlite);
}
