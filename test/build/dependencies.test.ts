/** docs/dependencies.md: each package has its job told, and none is told that is not there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { root } from '../../scripts/fingerprint.mjs';

const manifest: Readonly<Record<'dependencies' | 'devDependencies' | 'overrides', Readonly<Record<string, string>>>> =
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** By their titles, the rows of the tables. */
const tables = new Map(
  readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
    .split('\n## ')
    .map((section) => {
      const rows = [...section.matchAll(/^\| `(.+?)` \| (.+?) \|/gm)];
      return [section.split('\n')[0], rows.map(([, name = '', cell = '']) => ({ name, cell }))];
    }),
);

const names = (title: string) => (tables.get(title) ?? []).map(({ name }) => name);

test('what is installed is told, and nothing else', () => {
  expect(names('Installed')).toEqual(Object.keys(manifest.dependencies));
});

test('what is bundled, builds or tests is told once, in order', () => {
  const [bundled, others] = [names('In the bundle'), names('For building and testing')];
  expect(bundled).toEqual(bundled.toSorted());
  expect(others).toEqual(others.toSorted());
  expect([...bundled, ...others].sort()).toEqual(Object.keys(manifest.devDependencies).sort());
});

test('what is said to be in the bundle is', () => {
  buildIfChanged();
  const notices = readFileSync(join(program, '../LICENSES.txt'), 'utf8');
  const missing = names('In the bundle').filter((name) => !notices.match(new RegExp(`^${name} \\d`, 'm')));
  expect(missing).toEqual([]);
});

test('each override is told with its version', () => {
  const told = (tables.get('Overrides') ?? []).map(({ name, cell }) => [name, cell]);
  expect(Object.fromEntries(told)).toEqual(manifest.overrides);
});
