/** The program as `npm start` runs it, with demo data of its own, and a Chromium to look at it; without Chromium the tests are skipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const required = process.env.BROWSER_TEST === 'required';

/** What Chromium would fetch by itself is nothing that the page loads. */
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface Opened {
  readonly browser: Browser;
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
}

/** What `define` is given is filled before its first test. */
export function describeInBrowser(what: string, define: (opened: Opened) => void): void {
  if (!executablePath && !required) {
    process.stderr.write(`${what} was SKIPPED: no Chromium was found (apt-get install chromium).\n`);
  }
  describe.skipIf(!executablePath && !required)(`${what} in Chromium`, () => {
    const opened = {} as { -readonly [Key in keyof Opened]: Opened[Key] };
    let folder: string;
    let server: ChildProcess;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-browser-'));
      server = startProgram(`file:${join(folder, 'demo.db')}`);
      opened.address = await printedAddress(server);
      const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet];
      opened.browser = await chromium.launch({ executablePath, args });
    }, 120_000);

    afterAll(async () => {
      await opened.browser?.close();
      server?.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    });

    define(opened);
  });
}

function startProgram(databaseUrl: string): ChildProcess {
  const env = { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  return spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
  });
}

/** The program prints where it listens once it does. */
function printedAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk;
      const [, found] = /GraphiQL\s+(http:\S+)\/graphql/.exec(printed) ?? [];
      if (found) resolve(found);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}: ${printed}`)));
  });
}
