/** The page of the REST API in a real browser: one reads what there is, gives a key, asks, and sees the answer. */
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('The REST page', (opened) => {
  test('shows all operations, and one of them runs with the demo key; nothing is loaded from elsewhere', async () => {
    const { page, complaints, picture } = await opened.open('/api/v1/docs', 1600);
    await page.locator('.opblock').first().waitFor();
    const response = await page.request.get(`${opened.address}/api/v1/openapi.json`);
    const { paths } = await response.json();
    const operations = Object.values(paths).flatMap((methods) => Object.keys(methods as object)).length;
    // The viewer draws what is in sight only.
    const seen = new Set<string>();
    const look = async () => {
      for (const id of await page.locator('.opblock').evaluateAll((blocks) => blocks.map((block) => block.id)))
        seen.add(id);
      await page.mouse.wheel(0, 800);
      return seen.size;
    };
    await expect.poll(look, { timeout: 60_000 }).toBe(operations);
    await page.evaluate('scrollTo(0, 0)');
    await picture('rest-docs');

    await page.getByRole('button', { name: 'Authorize' }).click();
    const basic = page.locator('.auth-container').first();
    await basic.locator('#auth-basic-username, input[name=username]').fill('api_demo');
    await basic.getByRole('button', { name: 'Apply credentials' }).click();
    await basic.getByRole('button', { name: 'Close' }).click();

    const list = page.locator('#operations-opportunity-get_opportunity');
    await list.locator('.opblock-summary-control').click();
    await list.getByRole('button', { name: 'Try it out' }).click();
    await list.locator('tr[data-param-name="status_type"] select').selectOption('won');
    await list.locator('tr[data-param-name="_fields"] input').fill('lead_name,value_formatted,date_won');
    await list.locator('tr[data-param-name="_limit"] input').fill('2');
    await list.getByRole('button', { name: 'Execute' }).click();
    const answer = list.locator('.live-responses-table .response').first();
    await expect.poll(() => answer.textContent(), { timeout: 60_000 }).toContain('"total_value_annualized"');
    await expect.poll(() => answer.locator('.response-col_status').textContent(), { timeout: 60_000 }).toContain('200');
    expect(await answer.textContent()).toMatch(/"total_results": [1-9]/);

    await answer.evaluate((element) => element.scrollIntoView());
    await picture('rest-docs-answer');
    expect(complaints).toEqual([]);
    await page.close();
  }, 180_000);
});
