/** A fault is told by its place in the sources, though the program is one bundle. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSources } from '../src/stack.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-stack-'));
  await writeFile(
    join(folder, 'deal.ts'),
    'export interface Deal {\n  value: number;\n}\nexport const lose = (deal: Deal) => {\n  throw new TypeError("lost " + deal.value);\n};\n',
  );
  await writeFile(
    join(folder, 'entry.ts'),
    "import { lose } from './deal.ts';\nexport const run = () => lose({ value: 5 });\n",
  );
  const entryPoints = [join(folder, 'entry.ts')];
  await build({
    entryPoints,
    outfile: join(folder, 'bundle.mjs'),
    bundle: true,
    format: 'esm',
    minify: true,
    sourcemap: true,
  });
});
afterAll(() => rm(folder, { recursive: true }));

test('the places of a bundle become those of the sources, and the names of functions stay', async () => {
  // In a process of its own: the test runner has places of its own.
  const program = `import(${JSON.stringify(pathToFileURL(join(folder, 'bundle.mjs')).href)}).then(({ run }) => run()).catch((e) => console.log(e.stack))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stdout).not.toContain('deal.ts');
  const [first = '', second = '', third = ''] = inSources(stdout).split('\n');
  expect(first).toBe('TypeError: lost 5');
  expect(second).toMatch(/deal\.ts:5:9\)?$/);
  expect(third).toMatch(/entry\.ts:2:26\)?$/);
});

test.each([
  'TypeError: no place at all',
  'Error: x\n    at file:///nowhere/bundle.mjs:1:2\n    at node:internal/x:1:1',
])('%j stays as it is', (stack) => expect(inSources(stack)).toBe(stack));
