/** README and docs: what they print is what one gets. Each `sh` block that is marked as tested is run against the demo. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '../prisma/seed.ts';
import { type App, createApp } from '../src/app.ts';
import { describeConfig } from '../src/config.ts';
import { statusOf } from '../src/errors.ts';
import type { Instant } from '../src/value/period.ts';
import { freshDatabase } from './describe-databases.ts';

const root = new URL('..', import.meta.url);
const read = (file: string) => readFile(new URL(file, root), 'utf8');

/** The day on which the answers in README were taken: demo data depends on it. */
const dayOfReadme = Date.UTC(2026, 10, 24, 12) as Instant;

let app: App;
let remove: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase('sqlite');
  remove = fresh.remove;
  app = createApp({ databaseUrl: fresh.url, clock: () => dayOfReadme });
  await seedDemo(app.database, { now: dayOfReadme });
});

afterAll(async () => {
  await app.close();
  await remove();
});

test('the question in README has the answer that README prints', async () => {
  const readme = await read('README.md');
  const [, command = '', answer = ''] =
    /<!-- tested.*?-->\n```sh\n([\s\S]*?)```\s+```json\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, body = ''] = /-d '([\s\S]*)'/.exec(command) ?? [];
  const response = await app.fetch(
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('api_demo:')}`, 'content-type': 'application/graphql' },
      body,
    }),
  );
  expect(await response.json()).toEqual(JSON.parse(answer));
});

test('README tells the settings that there are', async () => {
  expect(await read('README.md')).toContain(describeConfig());
});

test('every error code is explained', async () => {
  const documented = [...(await read('docs/errors.md')).matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code);
  expect(documented).toEqual(expect.arrayContaining(Object.keys(statusOf)));
});

test('links in README and docs lead somewhere', async () => {
  for (const file of ['README.md', 'docs/errors.md', 'docs/development.md', 'docs/operations.md']) {
    const links = [...(await read(file)).matchAll(/\]\((?!http)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links)
      await expect(readFile(new URL(link, new URL(file, root))), `${file}: ${link}`).resolves.toBeDefined();
  }
});
