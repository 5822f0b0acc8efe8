/** docs/reliability.md is true: each hazard has its tests, and each of these tests its hazard. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const tests = new URL('../', import.meta.url);

test('what docs/reliability.md names is there, and what is there is named', async () => {
  const table = await readFile(new URL('../docs/reliability.md', tests), 'utf8');
  const rows = [...table.matchAll(/^\| ([A-L]) \|(.*)$/gm)];
  expect([...new Set(rows.map(([, hazard]) => hazard))].join('')).toBe('ABCDEFGHIJKL');
  const named = rows.flatMap(([, , row = '']) =>
    [...row.matchAll(/`((?:abuse|resilience)\/[\w-]+)`/g)].map(([, name]) => name),
  );
  const files = await Promise.all(
    ['abuse', 'resilience'].map(async (folder) =>
      (await readdir(new URL(folder, tests))).map((file) => `${folder}/${file}`),
    ),
  );
  const there = files.flat().filter((file) => file.endsWith('.test.ts') && !file.endsWith('/hazards.test.ts'));
  expect([...new Set(named)].sort()).toEqual(there.map((file) => file.replace('.test.ts', '')).sort());
});
