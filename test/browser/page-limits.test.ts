/** A key that has used what it may for the moment. */
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ask, patience, signInAnew } from './pipeline.ts';

/** Enough for one board, and what is used is not back before the test is over. */
const settings = async () => ({ RATE_LIMIT_COST: '500000', RATE_LIMIT_SECONDS: '86400' });

describeInBrowser(
  'The page of a key that has used what it may',
  (opened) => {
    /** @returns a key that is refused all but the cheapest */
    async function usedUp(): Promise<string> {
      const { createApiKey } = await ask<{ createApiKey: { key: string } }>(
        opened,
        'mutation { createApiKey(input: { name: "Used up" }) { key } }',
      );
      const body = JSON.stringify({
        query: '{ opportunities(first: 200) { nodes { id lead { name } user { fullName } } } }',
      });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${createApiKey.key}` };
      for (let status = 200; status !== 429; ) {
        ({ status } = await fetch(`${opened.address}/graphql`, { method: 'POST', headers, body }));
        expect([200, 429]).toContain(status);
      }
      return createApiKey.key;
    }

    test('asks again by itself what was refused for a moment, and shows all', async () => {
      const authorization = `Bearer ${await usedUp()}`;
      const refused = new Set<string>();
      // The first time each question is asked by the key that has nothing left: the gateway itself refuses it.
      const first = async (route: Route) => {
        const request = route.request();
        const question = request.postData() ?? '';
        const isNew = question.includes('"operationName":"Deals"') && !refused.has(question);
        if (isNew) refused.add(question);
        await route.continue(isNew ? { headers: { ...request.headers(), authorization } } : {});
      };
      const statuses: number[] = [];
      const prepare = async (page: Page) => {
        page.on('response', (response) => void statuses.push(response.status()));
        await page.route('**/graphql', first);
      };
      const page = await signInAnew(opened, '/', { prepare });
      await expect.poll(() => page.locator('.card').count(), patience).toBeGreaterThan(50);
      await expect.poll(() => statuses.filter((status) => status === 429).length, patience).toBeGreaterThan(1);
      expect(await page.getByText('could not be shown').count()).toBe(0);
      expect(await page.getByText('Too many requests').count()).toBe(0);
    }, 300_000);
  },
  settings,
);
