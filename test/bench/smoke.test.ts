/** `npm run bench` as it is run, in small: every item is asked of every target, and all agree on what the answers say. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Result } from '../../bench/run.ts';
import { allWork } from '../../bench/work/all.ts';

const program = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));
const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...args]);

test('every item is measured on every target, and all tell the same', { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-bench-test-'));
  try {
    const output = join(folder, 'bench.json');
    await run(
      ...['--sizes', '300', '--connections', '2', '--seconds', '0.02', '--rounds', '1', '--import-rows', '50'],
      ...['--warm-up', '0.01', '--others', '2', '--no-download', '--output', output],
    );
    const { results } = JSON.parse(await readFile(output, 'utf8')) as { readonly results: readonly Result[] };
    expect(results.filter(({ failure, figures }) => failure !== undefined || figures?.failed !== 0)).toEqual([]);
    const measured = new Set(results.map(({ item, target }) => `${item} ${target}`));
    const expected = allWork.flatMap(({ id, sides }) => [
      ...[`${id} gateway`, `${id} gateway-sqlite`],
      ...(sides.floor ? [`${id} floor`] : []),
    ]);
    expect([...expected, 'import gateway', 'import gateway-sqlite'].filter((pair) => !measured.has(pair))).toEqual([]);
    for (const { item, figures, statements } of results) {
      expect(figures?.requests).toBeGreaterThan(0);
      if (item !== 'import') expect(statements).toBeGreaterThan(0);
    }
    const table = await readFile(join(folder, 'bench.md'), 'utf8');
    for (const { title } of allWork) expect(table).toContain(`| ${title} |`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('wrong options are told, and nothing is started', async () => {
  const wrong = await run('--sizes', 'many', '--targets', 'nobody').catch((error: { stderr: string }) => error.stderr);
  expect(wrong).toContain('--sizes');
  expect(wrong).toContain('--targets');
});
