/** GraphiQL in a real browser: what a newcomer sees first. */
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('GraphiQL', (opened) => {
  test('the first example runs with the demo key and shows its data, and nothing is loaded from elsewhere', async () => {
    const { page, complaints, picture } = await opened.open('/graphql', 900);
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.result-window');
    await expect.poll(async () => result.textContent(), { timeout: 60_000 }).toContain('"totalValueAnnualized"');
    await expect.poll(async () => result.textContent(), { timeout: 60_000 }).toMatch(/"totalCount":\s[1-9]/);
    await picture('graphiql');
    expect(complaints).toEqual([]);
    await page.close();
  }, 180_000);
});
