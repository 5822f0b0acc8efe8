/** The OpenAPI document and the page that shows it: for anybody, whole, and with nothing loaded from elsewhere. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openRest, type RestClient } from './client.ts';

describeDatabases('REST documentation', (opened) => {
  let rest: RestClient;
  beforeAll(() => {
    rest = openRest(opened, () => 'no key');
  });
  afterAll(() => rest.close());

  const fetch = (path: string, headers = {}) =>
    rest.app.fetch(new Request(`http://gateway.test/api/v1${path}`, { headers }));

  test('the document is OpenAPI 3.1 and tells every route, its parameters, body and answer', async () => {
    const response = await fetch('/openapi.json');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    const document = await response.json();
    expect(document.openapi).toBe('3.1.0');
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
    const operations = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string; summary: string }>),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const { parameters } = document.paths['/opportunity/'].get;
    const names = parameters.map(({ name }: { name: string }) => name);
    for (const name of [
      'lead_id',
      'status_type__in',
      'date_won__gte',
      'query',
      '_order_by',
      '_group_by',
      '_fields',
      '_skip',
    ])
      expect(names).toContain(name);
  });

  test('every reference in it leads somewhere, and everything in it has a description', async () => {
    const text = await (await fetch('/openapi.json/')).text();
    const { components, paths } = JSON.parse(text);
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
      expect(components[kind]).toHaveProperty(name);
    expect(undescribed('', { components, paths })).toEqual([]);
  });

  test('the page and all that it loads come from here, compressed where that is understood', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await fetch(path);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const html = await page.text();
      const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
      expect(html).not.toMatch(/https?:/);
      for (const address of loaded.filter((one) => !one.startsWith('data:') && !one.startsWith('/'))) {
        const asset = await fetch(`/docs/${address}`, { 'accept-encoding': 'gzip' });
        expect([address, asset.status, asset.headers.get('content-encoding')]).toEqual([address, 200, 'gzip']);
        const plain = Buffer.from(await (await fetch(`/docs/${address}`)).arrayBuffer());
        expect(gunzipSync(Buffer.from(await asset.arrayBuffer())).equals(plain)).toBe(true);
      }
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });

  test('there is nothing else beside them, and no way out of the folder', async () => {
    for (const path of [
      '/docs/package.json',
      '/docs/index.html',
      '/docs/%2e%2e/package.json',
      '/docs/..%2fpackage.json',
    ]) {
      expect((await fetch(path)).status).toBe(401);
    }
  });
});

/** The places of all properties and parameters that nothing is said about. */
function undescribed(place: string, part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { properties = {}, parameters = [] } = part as { properties?: object; parameters?: { name?: string }[] };
  const named = Array.isArray(parameters) ? parameters.map((one) => [one.name ?? '', one]) : [];
  const silent = [...Object.entries(properties), ...named]
    .filter(([, one]) => !one.description && !one.$ref)
    .map(([name]) => `${place}/${name}`);
  return [...silent, ...Object.entries(part).flatMap(([key, value]) => undescribed(`${place}/${key}`, value))];
}
