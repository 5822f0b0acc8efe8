/**
 * Random documents that the schema allows, with ids of both of two organizations, asked by both at the same time: each is
 * answered or refused, none is a fault of ours, and nothing of the one is seen or changed by the other. DOCUMENT_RUNS says how many.
 */
import { createHash } from 'node:crypto';
import { OperationTypeNode } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../../bench/data/chance.ts';
import { type App, createApp } from '../../src/app.ts';
import { schema } from '../../src/graphql/schema.ts';
import { describeDatabases, providers } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, foreignMark, now, type Sample } from '../sample.ts';
import { anyDocument, type Vocabulary } from './any-document.ts';

const runs = Math.ceil(Number(process.env.DOCUMENT_RUNS ?? 600) / providers.length);
/** How many are under way at once. */
const clients = 6;

const texts = [
  '',
  'a',
  '50% off',
  'value > 5 sort:-value',
  'status_type:won',
  'x"',
  '-date_won',
  'İ🚀',
  "'; drop table lead; --",
] as const;

/** What the other organization has, but for what says when its key was used. */
const tables = [
  'organization',
  'membership',
  'lead',
  'contact',
  'opportunity',
  'status_change',
  'opportunity_status',
  'pipeline',
  'custom_field',
  'custom_field_value',
  'event',
] as const;

const idsOf = ({ caller, rows, productFieldId }: Sample) =>
  [
    ...new Set([
      ...rows.flatMap(({ id, leadId, statusId, pipelineId, userId }) => [
        id,
        leadId,
        statusId,
        pipelineId,
        userId ?? id,
      ]),
      ...[productFieldId, caller.organizationId],
    ]),
  ].filter((id) => id !== caller.userId);

describeDatabases('random documents', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  let app: App;
  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 40));
    app = createApp({
      ...{ databaseUrl: opened.url, requestTimeout: patience, clock: () => now },
      rateLimits: { seconds: 10, cost: 0, requests: 0 },
    });
  });
  afterAll(() => app.close());

  async function ask(query: string, { apiKey }: Sample) {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    const response = await app.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    return { status: response.status, text: await response.text() };
  }

  async function contentsOfForeign(): Promise<string> {
    const { organizationId } = foreign.caller;
    const contents = await opened.database.read(async ({ kysely }) => {
      const all = [];
      for (const table of tables) {
        const column = table === 'organization' ? 'id' : 'organization_id';
        all.push(await kysely.selectFrom(table).selectAll().where(column, '=', organizationId).execute());
      }
      return all;
    });
    const rows = contents.map((found) =>
      found.map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).sort(),
    );
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  }

  test(`${runs} of them, each asked by two organizations`, { timeout: patience + runs * 1000 }, async () => {
    const [own, others] = [idsOf(mine), idsOf(foreign)];
    const vocabulary: Vocabulary = {
      ids: [...own, ...others] as [string, ...string[]],
      texts,
      pages: [1, 5, 50, 200, 0, 201],
    };
    const of = new Map([...own.map((id) => [id, mine] as const), ...others.map((id) => [id, foreign] as const)]);
    const before = await contentsOfForeign();
    const told = { answers: 0, refusals: 0, changes: 0 };

    const look = (query: string, asking: Sample, { status, text }: { status: number; text: string }) => {
      const { data, errors = [] } = JSON.parse(text);
      const of5xx = status >= 500 || /INTERNAL_SERVER_ERROR|node_modules|\.ts:\d/.test(text);
      if (of5xx) throw new Error(`${status} ${text.slice(0, 500)}\n${query}`);
      for (const { extensions } of errors) expect(extensions?.code, query).toMatch(/^[A-Z_]+$/);
      if (errors.length === 0) told.answers += 1;
      else told.refusals += 1;
      if (query.startsWith('mutation') && data && errors.length === 0) told.changes += 1;
      const seen = text.match(/[a-z]+_[0-9A-Za-z]{43}/g) ?? [];
      const leaked = seen.filter((id) => of.has(id) && of.get(id) !== asking && !query.includes(id));
      expect(leaked, query).toEqual([]);
      if (asking === mine) expect(text.includes(foreignMark), query).toBe(false);
    };

    let next = 0;
    const client = async () => {
      while (next < runs) {
        const seed = next++;
        const query = anyDocument(schema, OperationTypeNode.QUERY, chanceOf(seed), vocabulary);
        const change = anyDocument(schema, OperationTypeNode.MUTATION, chanceOf(seed), vocabulary);
        const asked = [
          [query, mine],
          [query, foreign],
          [change, mine],
        ] as const;
        const answers = await Promise.all(asked.map(([text, who]) => ask(text, who)));
        for (const [i, [text, who]] of asked.entries()) look(text, who, answers[i] ?? { status: 0, text: '' });
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    expect(await contentsOfForeign()).toBe(before);
    // Documents that are all refused would prove little.
    if (process.env.DOCUMENT_RUNS) process.stderr.write(`${opened.provider}: ${JSON.stringify(told)}\n`);
    expect(told.answers).toBeGreaterThan(runs / 2);
    expect(told.changes).toBeGreaterThan(0);
    const { status } = await ask('{ viewer { id } }', mine);
    expect(status).toBe(200);
  });
});
