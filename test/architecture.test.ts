/** Arrows point downwards only: read from the imports themselves. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** From the top down; a file may import what stands below it, and its own folder. Leaves may be imported by all. */
const layers = [
  ['main.ts'],
  ['command'],
  ['app.ts', 'demo.ts'],
  ['mcp'],
  ['graphql', 'rest', 'import'],
  ['http', 'config.ts'],
  ['view'],
  ['query'],
  ['catalog.ts'],
  ['removal', 'export'],
  [
    'opportunity',
    'lead',
    'contact',
    'task',
    'note',
    'activity',
    'event',
    'webhook',
    'user',
    'pipeline',
    'custom-field',
    'organization',
    'idempotency',
    'operation',
    'live',
  ],
  ['filter', 'search'],
  ['db'],
  ['caller.ts', 'clock.ts', 'assets.ts', 'next-turn.ts', 'repeatedly.ts', 'stack.ts', 'trace.ts'],
  ['value'],
  ['errors.ts'],
  // A client: it is built by itself, and neither knows the gateway nor is known by it.
  ['page'],
];

const core = new Set([
  'opportunity',
  'lead',
  'contact',
  'task',
  'note',
  'activity',
  'event',
  'webhook',
  'user',
  'pipeline',
  'custom-field',
  'organization',
  'removal',
  'export',
  'filter',
  'search',
  'view',
  'query',
  'db',
  'value',
  'idempotency',
  'operation',
  'live',
]);

interface Import {
  readonly from: string;
  readonly to: string;
}

const isSource = (file: string) => /\.tsx?$/.test(file);

async function readImports(): Promise<readonly Import[]> {
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => isSource(file) && !file.includes('generated'),
  );
  const imports = await Promise.all(
    files.map(async (from) => {
      const text = await readFile(join(root, from), 'utf8');
      return [...text.matchAll(/(?:from |import |import\()'([^']+)'/g)].map(([, to = '']) => ({
        from,
        to: to.startsWith('.') ? normalize(join(dirname(from), to)) : to,
      }));
    }),
  );
  return imports.flat();
}

const top = (file: string) => file.split('/')[0] ?? '';
const layerOf = (file: string) => layers.findIndex((names) => names.includes(top(file)));

test('every import goes down, or stays in its folder; siblings of the core may know each other', async () => {
  const imports = (await readImports()).filter(
    ({ to }) => isSource(to) && !to.startsWith('..') && !to.includes('generated'),
  );
  expect(imports.length).toBeGreaterThan(100);
  const wrong = imports.filter(({ from, to }) => {
    if (top(from) === top(to)) return false;
    if (layerOf(from) < 0 || layerOf(to) < 0) return true;
    const siblings = layerOf(from) === layerOf(to) && core.has(top(from));
    return layerOf(to) <= layerOf(from) && !siblings;
  });
  expect(wrong).toEqual([]);
});

test('the page takes nothing from the gateway but what any client is given', async () => {
  const imports = (await readImports()).filter(({ from }) => top(from) === 'page');
  expect(imports.length).toBeGreaterThan(50);
  expect(imports.filter(({ to }) => to.startsWith('..') || (isSource(to) && top(to) !== 'page'))).toEqual([]);
});

test('no file imports itself by way of others', async () => {
  expect(cyclesOf(await readImports())).toEqual([]);
});

test('no folder imports itself by way of others: each can be understood without those above it', async () => {
  const all = (await readImports()).filter(({ to }) => isSource(to) && !to.startsWith('..'));
  const roomOf = roomsOf(all.map(({ from }) => from));
  const imports = all
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    .filter(({ from, to }) => from !== to);
  expect(new Set(imports.map(({ from }) => from)).size).toBeGreaterThan(40);
  expect(cyclesOf(imports)).toEqual([]);
});

/** Its folder. A folder with rooms in it is a hall: what stands there is used by them, or puts them together. */
function roomsOf(files: readonly string[]) {
  const folders = new Set(files.map((file) => dirname(file)));
  const halls = new Set([...folders].map((folder) => dirname(folder)));
  return (file: string) => (halls.has(dirname(file)) ? file : `${dirname(file)}/`);
}

function cyclesOf(imports: readonly Import[]): readonly (readonly string[])[] {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycleFrom = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = cycleFrom(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  return [...graph.keys()].map((file) => cycleFrom(file, [])).filter((cycle) => cycle !== undefined);
}

test('the core knows no transport, and only the configuration reads the environment', async () => {
  const transports = /^(graphql|graphql-yoga|@pothos\/.*|@whatwg-node\/.*|node:http|dataloader)$/;
  const wrong = (await readImports()).filter(({ from, to }) => core.has(top(from)) && transports.test(to));
  expect(wrong).toEqual([]);
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.includes('generated'),
  );
  const readers: string[] = [];
  for (const file of files) {
    if (/process\.env/.test(await readFile(join(root, file), 'utf8'))) readers.push(relative(root, join(root, file)));
  }
  expect(readers).toEqual(['config.ts']);
});

test('the doors change things in the one way that looks at rights', async () => {
  const files = (await readdir(root, { recursive: true })).filter((file) => /^(graphql|rest|http)\/.*\.ts$/.test(file));
  const offenders: string[] = [];
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8');
    if (/\bdatabase\.write\(|withIdempotency/.test(text)) offenders.push(file);
  }
  expect([files.length > 80, offenders]).toEqual([true, []]);
  const ways = (await readImports()).filter(({ to }) => to === 'operation/operation.ts').map(({ from }) => from);
  expect(ways.toSorted()).toEqual(['graphql/change/change.ts', 'rest/write.ts']);
});

test('the clock is looked at in one place, and dates are made in one other', async () => {
  // The page takes nothing from the gateway: it has one place of its own.
  const places = ['clock.ts', 'value/period.ts', 'page/format/days.ts'];
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => isSource(file) && !file.includes('generated'),
  );
  const offenders: string[] = [];
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8');
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    if (/new Date\(|Date\.now\(/.test(code) && !places.includes(file)) offenders.push(file);
  }
  expect(offenders).toEqual([]);
});
