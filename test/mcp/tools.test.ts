/** Agents: the official client of the protocol against a gateway on a port; keys, limits and errors are those of every door. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppOptions } from '../../src/app.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import type { Instant } from '../../src/value/period.ts';
import { type Listening, listen } from '../abuse/listening.ts';
import { describeDatabases } from '../describe-databases.ts';
import { fixedNow } from '../fixtures.ts';
import { openDesk } from '../graphql/desk.ts';

interface Told {
  readonly isError: boolean;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of tools have no type
  readonly json: any;
}

describeDatabases('tools of agents', (opened) => {
  const desk = openDesk(opened);
  let gateway: Listening;
  let reader = '';
  const clients: Client[] = [];

  beforeAll(async () => {
    gateway = await listen({ databaseUrl: opened.url, clock: () => desk.now });
    const { organizationId, userIds } = desk.mine;
    reader = await opened.database.write((session) =>
      createApiKey(
        session,
        { organizationId, userId: userIds[0], name: 'agent', role: 'read_only' },
        { now: fixedNow },
      ),
    );
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await gateway.close();
  });

  const connect = async (key = desk.keys.ada, { port } = gateway) => {
    const client = new Client({ name: 'test', version: '1' });
    clients.push(client);
    const requestInit = { headers: { authorization: `Bearer ${key}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), { requestInit }));
    return client;
  };
  const call = async (client: Client, name: string, args: object = {}): Promise<Told> => {
    const { content, isError = false } = await client.callTool({ name, arguments: { ...args } });
    const [{ text }] = content as [{ text: string }];
    return { isError: isError === true, text, json: isError ? undefined : JSON.parse(text) };
  };
  const serve = (options: Partial<AppOptions>) =>
    listen({ databaseUrl: opened.url, clock: () => desk.now, ...options });

  test('there are few tools, each described, and those that change something only for keys that may', async () => {
    const { tools } = await (await connect()).listTools();
    const reading = [
      ...['describe_organization', 'search_opportunities', 'search_leads', 'opportunity_figures', 'status_flow'],
    ];
    expect(tools.map(({ name }) => name)).toEqual([...reading, 'create_opportunity', 'update_opportunity']);
    for (const { description, inputSchema, annotations, name } of tools) {
      expect(description?.length).toBeGreaterThan(40);
      expect(inputSchema.type).toBe('object');
      expect(annotations?.readOnlyHint).toBe(reading.includes(name));
    }
    // What a model has to read before it has asked anything.
    expect(JSON.stringify(tools).length).toBeLessThan(14_000);
    const forReader = await connect(reader);
    expect((await forReader.listTools()).tools.map(({ name }) => name)).toEqual(reading);
    const refused = await call(forReader, 'create_opportunity', {});
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('create_opportunity') });
  });

  test('an agent learns what there is, makes a deal, changes it, finds it, and reads figures that agree', async () => {
    const client = await connect();
    const { json: house } = await call(client, 'describe_organization');
    expect(house).toMatchObject({ organization: { currency: expect.any(String) }, viewer: { role: 'ADMIN' } });
    const won = house.pipelines[0].statuses.find(({ type }: { type: string }) => type === 'WON');
    const input = {
      leadId: desk.mine.leadId,
      value: 150_000,
      valuePeriod: 'MONTHLY',
      confidence: 60,
      note: 'Of an agent',
    };
    const { json: made } = await call(client, 'create_opportunity', { ...input, idempotencyKey: 'once' });
    const deal = made.createOpportunity.opportunity;
    expect(deal).toMatchObject({ value: 150_000, valuePeriod: 'MONTHLY', confidence: 60, note: 'Of an agent' });
    const again = await call(client, 'create_opportunity', { ...input, idempotencyKey: 'once' });
    expect(again.json.createOpportunity.opportunity.id).toBe(deal.id);

    const change = { id: deal.id, statusId: won.id, dateWon: '2026-06-01', expectedVersion: deal.version };
    const { json: changed } = await call(client, 'update_opportunity', { ...change, idempotencyKey: 'won' });
    expect(changed.updateOpportunity.opportunity).toMatchObject({ status: { type: 'WON' }, dateWon: '2026-06-01' });
    expect((await call(client, 'update_opportunity', { ...change, idempotencyKey: 'won' })).json).toEqual(changed);
    const other = await call(client, 'update_opportunity', { id: deal.id, note: 'x', idempotencyKey: 'won' });
    expect(other).toMatchObject({ isError: true, text: expect.stringContaining('IDEMPOTENCY_CONFLICT') });
    const stale = await call(client, 'update_opportunity', { id: deal.id, note: 'x', expectedVersion: deal.version });
    expect(stale).toMatchObject({ isError: true, text: expect.stringContaining('VERSION_CONFLICT') });

    const { json: found } = await call(client, 'search_opportunities', { search: 'agent status_type:won' });
    expect(found.opportunities).toMatchObject({ totalCount: 1, nodes: [{ id: deal.id }] });
    const { json: figures } = await call(client, 'opportunity_figures', {
      ...{ search: 'status_type:won', groupBy: ['USER', 'DATE_WON'], period: 'QUARTER', largestFirst: 'COUNT' },
    });
    desk.now = (desk.now + 1000) as Instant;
    const { json: flow } = await call(client, 'status_flow', { search: 'agent' });
    const stage = flow.statusFlow.statuses.find(({ label }: { label: string }) => label === won.label);
    expect(stage).toMatchObject({ entered: 1, closing: 1, won: 1, wonShare: 1 });
    const { count, groups } = figures.opportunityReport;
    const counted = groups.nodes.map(({ aggregates }: { aggregates: { count: number } }) => aggregates.count);
    expect(counted.reduce((sum: number, each: number) => sum + each, 0)).toBe(count);
    expect(groups.nodes[0].keys).toHaveLength(2);
  });

  test('pages are small and go on where the last one ended; leads are found with their contacts and figures', async () => {
    const client = await connect();
    for (let i = 0; i < 3; i++) await call(client, 'create_opportunity', { leadId: desk.mine.leadId, note: 'paged' });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const { json } = await call(client, 'search_opportunities', { search: 'paged', limit: 2, after });
      seen.push(...json.opportunities.nodes.map(({ id }: { id: string }) => id));
      expect(json.opportunities.totalCount).toBe(3);
      after = json.opportunities.nextCursor;
      if (after === undefined) break;
    }
    expect(new Set(seen).size).toBe(3);
    const { json } = await call(client, 'search_leads', { search: `id:${desk.mine.leadId}` });
    expect(json.leads).toMatchObject({ totalCount: 1, nodes: [{ id: desk.mine.leadId }] });
  });

  test('mistakes are told as errors of the tool, with what would be right', async () => {
    const client = await connect();
    const cases: [tool: string, args: object, told: RegExp][] = [
      ['search_opportunities', { search: 'stauts:won' }, /SEARCH_SYNTAX.*"position"/s],
      ['search_opportunities', { search: 'value >' }, /SEARCH_SYNTAX/],
      ['search_opportunities', { limit: 1000 }, /limit/],
      ['search_opportunities', { after: 'x' }, /INVALID_CURSOR/],
      ['search_opportunities', { query: 'status_type:won' }, /query/],
      ['opportunity_figures', { by: 'USER' }, /by/],
      ['opportunity_figures', { groupBy: ['COLOUR'] }, /COLOUR|custom field/i],
      ['opportunity_figures', { timeZone: 'Mars/Base', search: 'date_won:today' }, /INVALID_TIME_ZONE/],
      ['status_flow', { from: '2999-01-01T00:00:00Z' }, /INVALID_INPUT.*from/s],
      ['create_opportunity', { confidence: 200 }, /confidence/],
      ['create_opportunity', { leadId: desk.theirs.leadId }, /INVALID_INPUT|NOT_FOUND/],
      ['update_opportunity', { id: 'oppo_none', note: 'x' }, /NOT_FOUND/],
      ['fly', {}, /fly/],
    ];
    for (const [tool, args, told] of cases) {
      const answer = await call(client, tool, args);
      expect([tool, args, answer.isError]).toEqual([tool, args, true]);
      expect(answer.text).toMatch(told);
    }
  });

  test('another organization is neither seen nor counted', async () => {
    const stranger = await connect(desk.keys.stranger);
    const { json } = await call(stranger, 'search_opportunities', { search: 'agent or paged' });
    expect(json.opportunities.totalCount).toBe(0);
    expect((await call(stranger, 'search_leads', { search: `id:${desk.mine.leadId}` })).json.leads.totalCount).toBe(0);
  });

  test('what a key may use, and what a question may cost, are bounded as over GraphQL', async () => {
    const limited = await serve({ rateLimits: { seconds: 10, cost: 20_000, requests: 0 } });
    const client = await connect(undefined, limited);
    let refused: unknown;
    for (let i = 0; i < 40 && refused === undefined; i++) {
      const answer = await call(client, 'opportunity_figures', { groupBy: ['LEAD'] }).catch((error) => ({
        isError: true,
        text: String(error),
      }));
      if (answer.isError) refused = answer.text;
    }
    expect(refused).toMatch(/RATE_LIMITED|429|You have used/);
    await limited.close();
  });

  test('tools work where only trusted documents are executed', async () => {
    const trusting = await serve({ trustedDocuments: { file: 'test/mcp/no-documents.json', only: true } });
    const client = await connect(undefined, trusting);
    expect((await call(client, 'search_opportunities')).isError).toBe(false);
    await trusting.close();
  });

  test('who has no key, another method, another page or another body is told so, and nothing is read', async () => {
    const post = async (headers: Record<string, string>, body = '{}', method = 'POST') => {
      const answer = await fetch(`http://127.0.0.1:${gateway.port}/mcp`, {
        method,
        headers,
        ...(method === 'POST' && { body }),
      });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    };
    const good = {
      authorization: `Bearer ${desk.keys.ada}`,
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    };
    const { authorization: _, ...keyless } = good;
    const cases: [sent: Parameters<typeof post>, status: number][] = [
      [[keyless], 401],
      [[{ ...good, authorization: 'Bearer wrong' }], 401],
      [[good, '{}', 'GET'], 405],
      [[good, '{}', 'DELETE'], 405],
      [[{ ...good, origin: 'https://evil.example.com' }], 403],
      [[{ ...good, 'content-type': 'text/plain; application/json' }], 415],
      [[good, 'no json'], 400],
      [[good, '[]'], 400],
      [[good, '['.repeat(1000)], 400],
      [[good, JSON.stringify({ x: 'x'.repeat(300_000) })], 413],
      [[good, '{"jsonrpc":"2.0"}'], 400],
    ];
    for (const [index, [sent, status]] of cases.entries()) {
      const answer = await post(...sent);
      expect([index, answer.status]).toEqual([index, status]);
      expect(answer.body).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) } });
      if (status === 401) expect(answer.headers.get('www-authenticate')).not.toBeNull();
    }
  });
});
