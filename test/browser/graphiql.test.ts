/** GraphiQL in a real browser: what a newcomer sees first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
});
const required = process.env.BROWSER_TEST === 'required';
const root = fileURLToPath(new URL('../..', import.meta.url));

if (!executablePath && !required) {
  process.stderr.write('The browser test was SKIPPED: no Chromium was found (apt-get install chromium).\n');
}

describe.skipIf(!executablePath && !required)('GraphiQL in Chromium', () => {
  let folder: string;
  let server: ChildProcess;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-browser-'));
    const env = {
      ...process.env,
      DATABASE_URL: `file:${join(folder, 'demo.db')}`,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
    };
    server = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    address = await printedAddress(server);
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  test('the first example runs with the demo key and shows its data, and nothing is loaded from elsewhere', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const elsewhere: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}/graphql`);
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.result-window');
    await expect.poll(async () => result.textContent(), { timeout: 20_000 }).toContain('"totalValueAnnualized"');
    await expect.poll(async () => result.textContent(), { timeout: 20_000 }).toMatch(/"totalCount":\s[1-9]/);
    await mkdir(join(root, 'test-output'), { recursive: true });
    await page.screenshot({ path: join(root, 'test-output', 'graphiql.png') });
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });
});

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
