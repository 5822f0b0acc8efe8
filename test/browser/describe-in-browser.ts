/**
 * The program as `npm start` runs it, with a copy of the demo of its own, and a Chromium to look at it; without Chromium the tests are skipped.
 * The one without a window takes two thirds of the CPU of the other.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { demoTemplate } from '../demo-template.ts';
import { type GatewayProcess, type Settings, startGateway } from '../gateway-process.ts';

const executablePath = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync);
const required = process.env.BROWSER_TEST === 'required';
const pictures = fileURLToPath(new URL('../../test-output', import.meta.url));

/** What Chromium would fetch by itself is nothing that the page loads. */
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** One for all files of a worker, which Playwright ends with it. */
let launched: Promise<Browser> | undefined;
const launch = (): Promise<Browser> => {
  launched ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
  return launched;
};

export interface Opened {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly browser: Browser;
  /** A new page that looks at `path`. */
  open(path: string, height: number): Promise<Looked>;
}

export interface Looked {
  readonly page: Page;
  /** What it loaded from elsewhere, and what went wrong in it. */
  readonly complaints: readonly string[];
  /** Keeps a picture in `test-output/`. */
  picture(name: string): Promise<void>;
}

/** What `define` is given is filled before its first test. The gateway is started with what `settings` gives. */
export function describeInBrowser(
  what: string,
  define: (opened: Opened) => void,
  settings: () => Promise<Settings> = async () => ({}),
): void {
  if (!executablePath && !required) {
    process.stderr.write(`${what} was SKIPPED: no Chromium was found (apt-get install chromium).\n`);
  }
  describe.skipIf(!executablePath && !required)(`${what} in Chromium`, () => {
    const opened = {} as { -readonly [Key in keyof Opened]: Opened[Key] };
    let folder = '';
    let gateway: GatewayProcess | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-browser-'));
      await mkdir(pictures, { recursive: true });
      const database = join(folder, 'demo.db');
      await copyFile(await demoTemplate(), database);
      gateway = await startGateway(`file:${database}`, await settings());
      const { address } = gateway;
      const browser = await launch();
      const open: Opened['open'] = (path, height) => look(browser, address, path, height);
      Object.assign(opened, { address, browser, open });
    }, 600_000);

    afterAll(async () => {
      for (const context of opened.browser?.contexts() ?? []) await context.close();
      await gateway?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    define(opened);
  });
}

async function look(browser: Browser, address: string, path: string, height: number): Promise<Looked> {
  const page = await browser.newPage({ viewport: { width: 1400, height } });
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) complaints.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${address}${path}`);
  const picture = async (name: string) => void (await page.screenshot({ path: join(pictures, `${name}.png`) }));
  return { page, complaints, picture };
}
