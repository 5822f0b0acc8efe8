/** The GraphQL-over-HTTP specification, by its own audits, against the whole program. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { type Gateway, openGateway } from '../gateway.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('GraphQL over HTTP', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 1));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const audits = serverAudits({
    url: 'http://gateway.test/graphql',
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${mine.apiKey}`);
      return gateway.app.fetch(new Request(url, { ...init, headers }));
    },
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});
