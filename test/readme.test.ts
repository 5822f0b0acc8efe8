/** README and docs: what they print is what one gets. Each `sh` block that is marked as tested is run against the demo. */
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '../prisma/seed.ts';
import { type App, createApp } from '../src/app.ts';
import { describeConfig } from '../src/config.ts';
import { statusOf } from '../src/errors.ts';
import { freshDatabase } from './describe-databases.ts';
import { documentedDay } from './documented-day.ts';
import { patience } from './patience.ts';

const root = new URL('..', import.meta.url);
const read = (file: string) => readFile(new URL(file, root), 'utf8');

let app: App;
let remove: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase('sqlite');
  remove = fresh.remove;
  app = createApp({ databaseUrl: fresh.url, requestTimeout: patience, clock: () => documentedDay });
  await seedDemo(app.database, { now: documentedDay });
});

afterAll(async () => {
  await app.close();
  await remove();
});

/** Of a stream, what its first event says. */
async function ask(document: string, accept = 'application/json') {
  const response = await app.fetch(
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('api_demo:')}`, 'content-type': 'application/graphql', accept },
      body: document,
    }),
  );
  return accept === 'text/event-stream' ? firstEvent(response) : response.json();
}

async function firstEvent({ body }: Response): Promise<unknown> {
  const parts = (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await parts.read(); !part.done; part = await parts.read()) {
    text += part.value;
    const [, data] = /^event: next\ndata: (.*)\n/m.exec(text) ?? [];
    if (data === undefined) continue;
    await parts.cancel();
    return JSON.parse(data);
  }
  throw new Error(`The stream ended without an event: ${text}`);
}

test.each([
  ['README.md', 8],
  ['docs/analytics.md', 6],
])('what %s asks has the answer that it prints', async (file, count) => {
  const blocks = [...(await read(file)).matchAll(/<!-- tested.*?-->\n```sh\n([\s\S]*?)```\s+```json\n([\s\S]*?)```/g)];
  expect(blocks).toHaveLength(count);
  for (const [, command = '', answer = ''] of blocks) {
    const [, document = ''] = /-d '([\s\S]*)'/.exec(command) ?? [];
    const [, accept] = /-H 'accept: (.*?)'/.exec(command) ?? [];
    expect(await ask(document, accept)).toEqual(JSON.parse(answer));
  }
});

test('every search in README is understood, and finds something in the demo data unless it is of yesterday', async () => {
  const [, section = ''] = /## Searching\n([\s\S]*?)\n## /.exec(await read('README.md')) ?? [];
  const searches = [...section.matchAll(/^\| `(.+?)` \|/gm)].map(([, search = '']) => search);
  expect(searches.length).toBeGreaterThan(10);
  const empty: string[] = [];
  for (const search of searches) {
    const answer = await ask(`{ opportunities(query: ${JSON.stringify(search)}) { totalCount } }`);
    expect(answer, search).toEqual({ data: { opportunities: { totalCount: expect.any(Number) } } });
    if ((answer as { data: { opportunities: { totalCount: number } } }).data.opportunities.totalCount === 0)
      empty.push(search);
  }
  expect(empty.filter((search) => !search.includes('yesterday'))).toEqual([]);
});

test('README tells the settings that there are', async () => {
  expect(await read('README.md')).toContain(describeConfig());
});

test('every error code is explained', async () => {
  const documented = [...(await read('docs/errors.md')).matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code);
  expect(documented).toEqual(expect.arrayContaining(Object.keys(statusOf)));
});

test('links in README and docs lead somewhere', async () => {
  for (const file of [
    'README.md',
    ...(await readdir(new URL('docs', root))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ]) {
    const links = [...(await read(file)).matchAll(/\]\((?!http)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links)
      await expect(readFile(new URL(link, new URL(file, root))), `${file}: ${link}`).resolves.toBeDefined();
  }
});
