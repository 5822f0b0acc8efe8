/** The transcripts of README and docs/rest.md, typed into a shell: what they print is what one gets, on both databases. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '../prisma/seed.ts';
import { type App, createApp } from '../src/app.ts';
import { describeDatabases } from './describe-databases.ts';
import { documentedDay } from './documented-day.ts';
import { patience } from './patience.ts';
import { oneLine, patternOf, runCommands, stepsOf } from './transcript.ts';

const documentedOrigin = 'http://127.0.0.1:4000';

/** At least so many commands are expected: none would be a mistake of the one who reads them. */
const files = { 'docs/rest.md': 20, 'README.md': 2 };

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

describeDatabases('transcripts', (opened) => {
  let app: App;
  let origin = '';
  const server = createServer(createServerAdapter((request: Request) => app.fetch(request)));

  beforeAll(async () => {
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience, clock: () => documentedDay });
    await seedDemo(app.database, { now: documentedDay });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await app.close();
  });

  for (const [file, atLeast] of Object.entries(files)) {
    test(`${file} prints what the program answers`, async () => {
      const steps = stepsOf(await read(file));
      expect(steps.length).toBeGreaterThanOrEqual(atLeast);
      const outputs = await runCommands(steps.map(({ command }) => command.replaceAll(documentedOrigin, origin)));
      for (const [index, { command, printed }] of steps.entries()) {
        const answer = oneLine((outputs[index] ?? '').replaceAll(origin, documentedOrigin));
        expect(answer, command).toMatch(patternOf(printed));
      }
    });
  }
});
