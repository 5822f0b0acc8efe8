/** Starts that cannot be: one sentence on standard error, and no stack; and those that only have to wait. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { freshDatabase } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { freePort } from '../postgres.ts';

function launch(settings: Readonly<Record<string, string>>, command = 'serve') {
  const own = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', DATABASE_WAIT: '1' };
  const child = spawn(process.execPath, [program, command], { env: { ...process.env, ...own, ...settings } });
  const printed = { out: '', problems: '' };
  child.stdout.on('data', (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.problems += chunk;
  });
  return { child, printed, ended: once(child, 'close').then(([code]) => code as number | null) };
}

let folder: string;
let taken: Server;
let takenPort: number;
beforeAll(async () => {
  buildIfChanged();
  folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-start-'));
  await writeFile(join(folder, 'junk.db'), 'not a database '.repeat(1000));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  takenPort = (taken.address() as { port: number }).port;
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

const postgres = (change: (url: URL) => void) => {
  const url = new URL(inject('postgresTemplate'));
  change(url);
  return url.href;
};

const wrong: readonly [what: string, settings: () => Record<string, string>, told: RegExp][] = [
  ['an address of another kind', () => ({ DATABASE_URL: 'mysql://x' }), /^Wrong configuration\. DATABASE_URL: /],
  ['an address that is none', () => ({ DATABASE_URL: 'postgresql://:x' }), /^Wrong configuration\. DATABASE_URL: /],
  ['a port that is none', () => ({ PORT: 'http' }), /^Wrong configuration\. PORT: must be a number\.$/m],
  ['a folder', () => ({ DATABASE_URL: `file:${folder}` }), /^The database at file:.* cannot be used: unable to open/],
  [
    'a junk file',
    () => ({ DATABASE_URL: `file:${join(folder, 'junk.db')}` }),
    /cannot be used: file is not a database/,
  ],
  ['a port that is taken', () => ({ PORT: String(takenPort), DATABASE_URL: `file:${folder}/x.db` }), /EADDRINUSE/],
  [
    'a wrong password',
    () => ({ DATABASE_URL: postgres((url) => Object.assign(url, { password: 'secretword' })) }),
    /^The database \w+ at 127\.0\.0\.1:\d+, as DATABASE_URL names it, cannot be used: password authentication failed/,
  ],
  [
    'a database that does not exist',
    () => ({ DATABASE_URL: postgres((url) => Object.assign(url, { pathname: '/nowhere' })) }),
    /cannot be used: database "nowhere" does not exist/,
  ],
];

// They do little but wait: side by side.
test.concurrent.each(wrong)('%s is told in one line, and the program ends with 2', async (_, settings, told) => {
  const { printed, ended } = launch(settings());
  expect(await ended).toBe(2);
  expect(printed.problems).toMatch(told);
  expect(printed.problems.trimEnd().split('\n')).toHaveLength(1);
  expect(printed.problems).not.toMatch(/secretword|\bat .*\.(ts|js):/);
  expect(printed.out).toBe('');
});

test.concurrent.each(['serve', 'migrate', 'seed'])(
  '%s gives up on a PostgreSQL that does not come',
  async (command) => {
    const { printed, ended } = launch(
      { DATABASE_URL: `postgresql://a:secretword@localhost:${await freePort()}/b` },
      command,
    );
    expect(await ended).toBe(2);
    const lines = printed.problems.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^The database b at localhost:\d+, .* cannot be used: connect ECONNREFUSED .*\. Waiting for it\.$/,
    );
    expect(lines[1]).toMatch(/^The database b at localhost:\d+, .* cannot be used: connect ECONNREFUSED/);
    expect(printed.problems).not.toContain('secretword');
  },
);

test('a PostgreSQL that comes late is waited for: until then it is healthy and not ready', async () => {
  const { url, remove } = await freshDatabase('postgresql');
  const [port, databasePort] = [await freePort(), await freePort()];
  const late = new URL(url);
  late.port = String(databasePort);
  const { child, printed, ended } = launch({
    ...{ DATABASE_URL: late.href, PORT: String(port), DATABASE_WAIT: '3600', REQUEST_TIMEOUT: '120' },
  });
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  await vi.waitFor(() => expect(printed.problems).toContain('Waiting for it.'), { timeout: patience });
  expect((await ask('/health')).status).toBe(200);
  for (const path of ['/ready', '/graphql', '/api/v1/me/']) {
    const answer = await ask(path);
    expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '1']);
  }
  const relay = await startRelay(databasePort, new URL(url));
  await vi.waitFor(async () => expect((await ask('/ready')).status).toBe(200), { timeout: patience, interval: 200 });
  expect((await ask('/api/v1/me/')).status).toBe(401);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(printed.problems.trimEnd().split('\n')).toHaveLength(1);
  relay.close();
  await remove();
});

/** Where PostgreSQL will be, once it is there. */
async function startRelay(port: number, { hostname, port: target }: URL): Promise<Server> {
  const relay = createServer((socket) => {
    const onward = connect(Number(target), hostname);
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', resolve));
  return relay;
}
