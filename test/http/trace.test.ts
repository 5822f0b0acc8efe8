/** What whoever registers OpenTelemetry is told of a request: what it asked, part by part, in the trace of its sender. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { describeDatabases } from '../describe-databases.ts';
import { type GatewayProcess, startServing } from '../gateway-process.ts';
import { patience } from '../patience.ts';
import { createSamples } from '../sample.ts';

interface Told {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
}

/** Of somebody's page, as the W3C writes it. */
const sender = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

describeDatabases('spans', (opened) => {
  let gateway: GatewayProcess;
  let key = '';
  beforeAll(async () => {
    const { mine } = await createSamples(opened.database, 3);
    key = mine.apiKey;
    buildIfChanged();
    const registered = fileURLToPath(new URL('./tracing.mjs', import.meta.url));
    gateway = await startServing([process.execPath, '--import', registered, program, 'serve'], {
      DATABASE_URL: opened.url,
    });
  }, patience);
  afterAll(() => gateway.stop());

  /** Those of one request, once it is told itself: it ends last. */
  async function spansOf(path: string, init: RequestInit = {}): Promise<{ request: Told; within: readonly Told[] }> {
    const traceparent = `00-${sender.traceId}-${sender.spanId}-01`;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', traceparent };
    const response = await fetch(`${gateway.address}${path}`, { ...init, headers });
    await response.arrayBuffer();
    const requestId = response.headers.get('x-request-id');
    return await vi.waitFor(
      () => {
        const spans = gateway
          .printed()
          .split('\n')
          .filter((line) => line.startsWith('span {') && line.endsWith('}'))
          .map((line): Told => JSON.parse(line.slice('span '.length)));
        const request = spans.find(({ attributes }) => attributes['gateway.request_id'] === requestId);
        if (!request) throw new Error('nothing is told of the request yet');
        const within = new Set([request.spanId]);
        // A span is told before the one that it is part of.
        for (const { spanId, parentId } of spans.toReversed()) if (parentId && within.has(parentId)) within.add(spanId);
        return { request, within: spans.filter(({ spanId }) => within.has(spanId) && spanId !== request.spanId) };
      },
      { timeout: patience, interval: 50 },
    );
  }

  test('of a GraphQL question: the request, its fields at the top and each statement, without what the caller sent', async () => {
    const query =
      'query Board($note: String) { deals: opportunities(filter: { note: { contains: $note } }) { totalCount } viewer { id } }';
    const body = JSON.stringify({ query, variables: { note: 'a secret' } });
    const { request, within } = await spansOf('/graphql', { method: 'POST', body });
    expect(request).toMatchObject({
      ...{ name: 'query Board', traceId: sender.traceId, parentId: sender.spanId },
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200, 'gateway.door': 'graphql' },
    });
    expect(within.map(({ name }) => name)).toEqual(expect.arrayContaining(['Query.opportunities', 'Query.viewer']));
    const statements = within.filter(({ attributes }) => attributes['db.query.text']);
    expect(statements.length).toBeGreaterThan(1);
    for (const { attributes } of statements) {
      expect(attributes['db.system.name']).toBe(opened.database.provider);
      expect(attributes['db.query.text']).not.toContain('secret');
    }
  });

  test('of a REST write: its route, and what it sent to the database', async () => {
    const { request, within } = await spansOf('/api/v1/lead/', { method: 'POST', body: '{"name": "Told"}' });
    expect(request).toMatchObject({ name: 'POST /lead/', attributes: { 'gateway.organization': expect.any(String) } });
    expect(within.map(({ name }) => name)).toContain('INSERT');
  });
});
