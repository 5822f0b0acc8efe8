/** What the log says of a request: whose it was, what it asked, and what it cost; never the key. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { describeDatabases } from '../describe-databases.ts';
import { type GatewayProcess, startServing } from '../gateway-process.ts';
import { patience } from '../patience.ts';
import { createSamples } from '../sample.ts';

describeDatabases('the log', (opened) => {
  let gateway: GatewayProcess;
  let key = '';
  beforeAll(async () => {
    const { mine } = await createSamples(opened.database, 3);
    key = mine.apiKey;
    buildIfChanged();
    gateway = await startServing([process.execPath, program, 'serve'], {
      ...{ DATABASE_URL: opened.url, LOG_LEVEL: 'info' },
    });
  }, patience);
  afterAll(() => gateway.stop());

  test('has a line for each request', async () => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway.address}${path}`, { headers, ...init });
    const query = 'query Board { opportunities(first: 2) { totalCount nodes { id } } }';
    await ask('/graphql', { method: 'POST', body: JSON.stringify({ query }) });
    await ask('/api/v1/opportunity/?_limit=2');
    await ask('/api/v1/opportunity/', { method: 'POST', body: '{"value": 5}' });
    const read = () =>
      gateway
        .printed()
        .split('\n')
        .filter((line) => line.includes('"msg":"request"') && line.endsWith('}'))
        .map((line) => JSON.parse(line));
    await vi.waitFor(() => expect(read()).toHaveLength(3), { timeout: patience });
    const lines = read();
    const [graphql, list, write] = lines;
    const mine = { organization: expect.stringMatching(/^orga_/), keyPrefix: key.slice(0, 12), status: 200 };
    expect(graphql).toMatchObject({ ...mine, door: 'graphql', operation: 'query Board', cost: expect.any(Number) });
    expect(list).toMatchObject({ ...mine, door: 'rest', operation: 'GET /opportunity/' });
    expect(write).toMatchObject({ ...mine, door: 'rest', operation: 'POST /opportunity/' });
    for (const { statements, ms, requestId } of lines) {
      expect(statements).toBeGreaterThan(0);
      expect([typeof ms, typeof requestId]).toEqual(['number', 'string']);
    }
    expect(gateway.printed()).not.toContain(key);
  });
});
