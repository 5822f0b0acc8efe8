/** GraphiQL in a real browser: what a newcomer sees first. */
import type { Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('GraphiQL', (opened) => {
  test('the first example runs with the demo key and shows its data, and nothing is loaded from elsewhere', async () => {
    const { page, complaints, picture } = await opened.open('/graphql', 900);
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.result-window');
    await expect.poll(async () => result.textContent(), { timeout: 60_000 }).toContain('"totalValueAnnualized"');
    await expect.poll(async () => result.textContent(), { timeout: 60_000 }).toMatch(/"count":\s[1-9]/);
    await picture('graphiql');
    expect(complaints).toEqual([]);
    await page.close();
  }, 180_000);

  test('a click on a tab opens it, in a browser that has never been here', async () => {
    const context = await opened.browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${opened.address}/graphql`);
    const tabs = page.locator('.graphiql-tab');
    await tabs.nth(3).waitFor();
    // What is late comes within it: the fonts came after a third of a second.
    await page.waitForTimeout(1500);
    for (const index of [1, 2, 3, 0, 2, 1]) {
      await tabs.nth(index).locator('button').first().click();
      await expect.poll(() => tabs.nth(index).getAttribute('aria-selected')).toBe('true');
    }
    await context.close();
  }, 180_000);

  test('who comes back loads a page of a few kilobytes, and none of its 9 MB', async () => {
    const context = await opened.browser.newContext();
    const page = await context.newPage();
    const visit = async () => {
      const sizes: Promise<number>[] = [];
      const count = (request: Request) => {
        if (request.method() !== 'GET') return;
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      };
      let latest = performance.now();
      const note = () => {
        latest = performance.now();
      };
      page.on('requestfinished', count);
      page.on('request', note);
      await page.goto(`${opened.address}/graphql`);
      await page.locator('.graphiql-tab').first().waitFor();
      // `networkidle` waits for what workers asked for, too, of which not every end is told.
      await expect.poll(() => performance.now() - latest, { timeout: 60_000 }).toBeGreaterThan(1500);
      page.off('request', note);
      page.off('requestfinished', count);
      return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
    };
    expect(await visit()).toBeGreaterThan(1_000_000);
    expect(await visit()).toBeLessThan(20_000);
    await context.close();
  }, 180_000);
});
