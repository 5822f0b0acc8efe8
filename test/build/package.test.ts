/** The tarball of `npm pack`, installed into an empty folder: it runs there, with nothing of this project beside it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../describe-databases.ts';
import { type GatewayProcess, startServing } from '../gateway-process.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const patience = 600_000;

let folder: string;
let installed: string;

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opportunity-gateway-package-'));
  const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], project).trim();
  // Compiling SQLite takes a minute and was done for the project: what would be compiled is copied instead.
  run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', join(folder, packed)],
    folder,
  );
  const sqlite = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
  cpSync(join(project, sqlite), join(folder, sqlite));
  installed = join(folder, 'node_modules/opportunity-gateway');
}, patience);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifestOf = (path: string) =>
  JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Readonly<Record<string, string>>
  >;

test('holds the build and what explains it; no sources, no tests', () => {
  const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'docs', 'package.json', 'schema.graphql'];
  expect(readdirSync(installed).sort()).toEqual(files);
  expect(readdirSync(join(installed, 'docs')).filter((name) => !name.endsWith('.md'))).toEqual([]);
});

test('holds the notices of the libraries in it', () => {
  const notices = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8');
  for (const name of ['graphql', 'pg', '@prisma/client', '@faker-js/faker', 'commander', 'swagger-ui-dist'])
    expect(notices).toMatch(new RegExp(`^${name} \\d.*\\n\\n.*\\w`, 'm'));
});

test('brings nothing along that is for building or testing, or in the bundle', () => {
  const { devDependencies } = manifestOf(project);
  const present = Object.keys(devDependencies).filter((name) => existsSync(join(folder, 'node_modules', name)));
  // The installer of SQLite compares versions with it.
  expect(present).toEqual(['semver']);
});

test('its other commands run too', () => {
  const help = run('npx', ['opportunity-gateway', 'import', '--help'], folder);
  expect(help).toContain('Usage: opportunity-gateway import [options] [file]');
});

describe.each(['sqlite', 'postgresql'] as const)('npx opportunity-gateway serve, on %s', (provider) => {
  let gateway: GatewayProcess;
  let remove = async () => {};

  beforeAll(async () => {
    const settings: Record<string, string> = {};
    if (provider === 'postgresql') {
      const fresh = await freshDatabase('postgresql');
      remove = fresh.remove;
      settings.DATABASE_URL = fresh.url;
    }
    gateway = await startServing(['npx', 'opportunity-gateway', 'serve'], settings, folder);
  }, patience);

  afterAll(async () => {
    await gateway.stop();
    await remove();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.address}${path}`, { headers: { authorization: 'Bearer api_demo', ...headers } });

  test('answers both doors from the demo that it made', async () => {
    const query = encodeURIComponent('{ opportunities { totalCount } }');
    const answer = await get(`/graphql?query=${query}`);
    expect(await answer.json()).toEqual({ data: { opportunities: { totalCount: 2000 } } });
    const list = await get('/api/v1/opportunity/?_limit=1');
    expect(await list.json()).toMatchObject({ total_results: 2000, has_more: true });
  });

  test('writes', async () => {
    const created = await fetch(`${gateway.address}/api/v1/opportunity/`, {
      method: 'POST',
      headers: { authorization: 'Bearer api_demo', 'content-type': 'application/json' },
      body: JSON.stringify({ value: 500_000, confidence: 30 }),
    });
    expect(await created.json()).toMatchObject({ expected_value: 150_000, lead_name: 'Untitled' });
  });

  test('has the pages with all that they load', async () => {
    const page = await get('/graphql', { accept: 'text/html' });
    expect(await page.text()).toContain('<title>opportunity-gateway</title>');
    for (const [file, length] of [
      ['', 300],
      ['/start.js', 100],
      ['/swagger-ui.css', 100_000],
      ['/swagger-ui-bundle.js', 1_000_000],
    ] as const) {
      const found = await get(`/api/v1/docs${file}`);
      expect(found.status, file).toBe(200);
      expect((await found.text()).length, file).toBeGreaterThan(length);
    }
  });
});

test('keeps its data in the folder where it was started', () => {
  expect(existsSync(join(folder, 'data/gateway.db'))).toBe(true);
});
