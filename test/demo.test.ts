/** The demo, whose key everybody knows, is only where nobody else can come. */
import { describe, expect, test } from 'vitest';
import { demoRule } from '../src/demo.ts';
import { runCommand } from './command/run.ts';
import { freshDatabase } from './describe-databases.ts';
import { startGateway } from './gateway-process.ts';

const settings = { host: '127.0.0.1', allowDemoKey: false, isProduction: false, seedApiKey: 'api_mine' };
const everyKey = ['api_mine', 'api_demo'];

describe('the rule of the demo', () => {
  test.each([
    [{}, { isAllowed: true, refusedKeys: [], warning: undefined }],
    [{ host: '::1' }, { isAllowed: true, refusedKeys: [], warning: undefined }],
    [{ host: '0.0.0.0' }, { isAllowed: false, refusedKeys: everyKey, warning: undefined }],
    [{ host: '::' }, { isAllowed: false, refusedKeys: everyKey, warning: undefined }],
    [{ host: '10.0.0.7' }, { isAllowed: false, refusedKeys: everyKey, warning: undefined }],
    [
      { host: '0.0.0.0', allowDemoKey: true },
      { isAllowed: true, refusedKeys: [], warning: expect.stringMatching(/^WARNING: .*api_mine/) },
    ],
    [{ isProduction: true }, { isAllowed: false, refusedKeys: everyKey, warning: undefined }],
    [
      { isProduction: true, allowDemoKey: true },
      { isAllowed: false, refusedKeys: everyKey, warning: expect.stringContaining('passed over') },
    ],
  ])('%j', (given, expected) => {
    expect(demoRule({ ...settings, ...given })).toEqual(expected);
  });
});

describe('a gateway on one database, started', () => {
  const ask = async (address: string, key: string) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ opportunities { totalCount } }' });
    const doors = await Promise.all([
      fetch(`${address}/graphql`, { method: 'POST', headers, body }),
      fetch(`${address}/api/v1/me/`, { headers }),
    ]);
    return doors.map(({ status }) => status);
  };
  const page = async (address: string) =>
    (await fetch(`${address}/graphql`, { headers: { accept: 'text/html' } })).text();

  test('where others reach it: the demo that was made before opens no more, unless it is asked for', async () => {
    const { url, remove } = await freshDatabase('sqlite');
    const during = async (given: Record<string, string>, work: (address: string) => Promise<void>) => {
      const gateway = await startGateway(url, given);
      await work(gateway.address.replace('0.0.0.0', '127.0.0.1')).finally(() => gateway.stop());
    };
    await during({ HOST: '0.0.0.0' }, async (address) => expect(await ask(address, 'api_demo')).toEqual([401, 401]));
    await during({}, async (address) => {
      expect(await ask(address, 'api_demo')).toEqual([200, 200]);
      expect(await page(address)).toContain('Bearer api_demo');
    });
    await during({ HOST: '0.0.0.0' }, async (address) => expect(await ask(address, 'api_demo')).toEqual([401, 401]));
    await during({ NODE_ENV: 'production' }, async (address) => {
      expect(await ask(address, 'api_demo')).toEqual([401, 401]);
      expect(await page(address)).not.toContain('api_demo');
    });
    await during({ HOST: '0.0.0.0', ALLOW_DEMO_KEY: 'true' }, async (address) => {
      expect(await ask(address, 'api_demo')).toEqual([200, 200]);
      // The page is for this machine alone.
      expect(await page(address)).not.toContain('api_demo');
    });
    await remove();
  }, 240_000);

  test('in production on an empty database makes no demo, and the command that would refuses', async () => {
    const { url, remove } = await freshDatabase('sqlite');
    const refused = { code: 2, out: '', problems: 'NODE_ENV=production has no demo.\n' };
    expect(await runCommand({ DATABASE_URL: url, NODE_ENV: 'production' }, 'seed')).toEqual(refused);
    await remove();
  }, 120_000);
});
