/**
 * `npm run bench`: the gateway beside its peers, in one run, on databases that it makes itself. docs/performance.md tells what
 * is measured and how to read it; `--help` the options.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startPostgres } from '../test/postgres.ts';
import { type BenchOptions, readOptions, usage } from './options.ts';
import { writeDocs } from './report/docs.ts';
import { circumstances } from './report/machine.ts';
import { formatReport } from './report/table.ts';
import { type Bench, measureSize, type Result } from './run.ts';

/**
 * As a small server would have it: what is committed is on the disk. No vacuum of its own accord, whose work would count for
 * whoever is measured then; the tables are vacuumed and analyzed once they are filled.
 */
const settings = {
  fsync: 'on',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  autovacuum: 'off',
  timezone: 'UTC',
  max_connections: '100',
  shared_preload_libraries: 'pg_stat_statements',
};

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    print(usage);
    return 0;
  }
  const options = readOptions(args);
  const taken = circumstances(args, settings);
  const results = await measure(options);
  const output = options.output ?? join('test-output', 'bench', `${taken.date.replaceAll(':', '-')}.json`);
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, `${JSON.stringify({ ...taken, results }, null, 2)}\n`);
  const report = formatReport(results, taken);
  await writeFile(output.replace(/(\.json)?$/, '.md'), `${report}\n`);
  if (options.docs) await writeDocs(report);
  print(`\n${report}\n\nwritten to ${output}`);
  return results.some(({ failure }) => failure !== undefined) ? 1 : 0;
}

async function measure(options: BenchOptions): Promise<readonly Result[]> {
  const results: Result[] = [];
  const undoing: (() => Promise<void>)[] = [];
  const undo = async (leaving = 0) => {
    while (undoing.length > leaving) await undoing.pop()?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void undo().finally(() => process.exit(130)));
  }
  try {
    const postgres = await startPostgres(settings);
    undoing.push(postgres.stop);
    const bench: Bench = {
      ...{ options, postgres, tell: print },
      defer: (one) => void undoing.push(one),
      report(result) {
        results.push(result);
        print(formatLine(result));
      },
    };
    for (const size of options.sizes) {
      await measureSize(bench, size);
      await undo(1);
    }
  } finally {
    await undo();
  }
  return results;
}

function formatLine({ size, connections, item, target, statements, figures, failure }: Result): string {
  const what = `${size} x ${connections}`.padEnd(12) + item.padEnd(22) + target.padEnd(15);
  if (!figures) return `${what} FAILED: ${failure}`;
  const { perSecond, p50, p95, server, database, failed, reason } = figures;
  const ms = (figure: number | null) => (figure === null ? '-' : figure.toFixed(2)).padStart(9);
  const figuresOfDatabase = database === null ? ''.padEnd(12) : ` + ${ms(database)}`;
  return [
    `${what}${perSecond.toFixed(1).padStart(9)}/s  p50${ms(p50)}  p95${ms(p95)}  cpu${ms(server)}${figuresOfDatabase} ms`,
    statements === null ? '' : `${statements} statements`,
    failed > 0 ? `${failed} failed: ${reason}` : '',
  ].join('  ');
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
});
