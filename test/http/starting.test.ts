/** What is answered while the gateway waits for its database, and who may read it. */
import { expect, test } from 'vitest';
import { createCors } from '../../src/http/cors.ts';
import { createStarting } from '../../src/http/starting.ts';

const named = 'https://pipeline.example.com';
const starting = createStarting(createCors([named]));
const ask = async (path: string, origin: string, method = 'GET') => {
  const answer = await starting.fetch(new Request(`http://gateway.test${path}`, { method, headers: { origin } }));
  return [answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('retry-after')];
};

test.each([
  ['/health', 200, null],
  ['/ready', 503, '1'],
  ['/graphql', 503, '1'],
  ['/api/v1/me/', 503, '1'],
])('%s is %i, which a page that was named can read, and no other', async (path, status, later) => {
  expect(await ask(path, named)).toEqual([status, named, later]);
  expect(await ask(path, 'https://elsewhere.example.com')).toEqual([status, null, later]);
});

test('a page that was named may ask, so that its browser shows what is answered then', async () => {
  expect(await ask('/graphql', named, 'OPTIONS')).toEqual([204, named, null]);
  expect(await ask('/graphql', 'https://elsewhere.example.com', 'OPTIONS')).toEqual([204, null, null]);
});
