/** Whoever watches the gateway is answered at once, whatever its database is busy with. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../bench/data/fill.ts';
import type { BenchOrganization } from '../../bench/data/organization.ts';
import { gatherStatistics } from '../../src/db/statistics.ts';
import { type Listening, listen } from '../abuse/listening.ts';
import { describeDatabases } from '../describe-databases.ts';

/** HEALTH_DEALS=200000 makes each question one of seconds. */
const deals = Number(process.env.HEALTH_DEALS ?? 2000);

/** Each close to what a question may cost. */
const dear = {
  'groups by three keys': `{ opportunities { groups(by: [{ field: USER }, { field: STATUS }, { date: { field: DATE_CREATED, period: DAY } }], first: 200) {
    totalCount nodes { keys { key label } count aggregates { totalValueAnnualized expectedValueAnnualized } } } } }`,
  'many totals': `{ ${Array.from({ length: 10 }, (_, i) => `t${i}: opportunities(filter: { value: { gt: ${i} } }) { aggregates { totalValueAnnualized expectedValueAnnualized } }`).join(' ')} }`,
  'groups of many leads':
    '{ leads(first: 100) { nodes { opportunities(first: 1) { groups(by: { field: USER }) { nodes { count } } } } } }',
};

describeDatabases('while dear questions are asked', (opened) => {
  let organization: BenchOrganization;
  let gateway: Listening;
  beforeAll(async () => {
    organization = await fill(opened.url, deals);
    await gatherStatistics(opened.url);
    gateway = await listen({ databaseUrl: opened.url });
  });
  afterAll(() => gateway.close());

  test.each(Object.entries(dear))('%s: /health is answered at once', async (_, query) => {
    const at = (path: string) => `http://127.0.0.1:${gateway.port}${path}`;
    const ask = async () => {
      const headers = { authorization: `Bearer ${organization.apiKey}`, 'content-type': 'application/json' };
      const response = await fetch(at('/graphql'), { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await response.json()) as { data?: unknown; errors?: unknown };
    };
    const longestWait = async () => {
      let isAnswered = false;
      const answers = Promise.all([ask(), ask(), ask()]).finally(() => {
        isAnswered = true;
      });
      const waits: number[] = [];
      while (!isAnswered) {
        const began = performance.now();
        expect((await fetch(at('/health'))).status).toBe(200);
        waits.push(performance.now() - began);
      }
      for (const { errors } of await answers) expect(errors).toBeUndefined();
      return Math.max(...waits);
    };
    let wait = await longestWait();
    // Other work of the machine is gone the next time; what a question costs is not.
    for (let more = 0; more < 4 && wait >= 2000; more++) wait = await longestWait();
    expect(wait).toBeLessThan(2000);
  });
});
