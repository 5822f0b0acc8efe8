/** The page of the pipeline: signing in, asking, the table, the panel, what it weighs and how it is served. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { program } from '../../scripts/dist.mjs';
import { describeInBrowser } from './describe-in-browser.ts';
import { ask, figure, patience, search, signIn } from './pipeline.ts';

const countOf = `query ($query: String) { opportunityReport(query: $query) { count } }`;
type Count = { opportunityReport: { count: number } };

describeInBrowser('The page', (opened) => {
  test('it opens with the demo key on this machine, loads nothing from elsewhere, and forgets the key at signing out', async () => {
    const { page, complaints, picture } = await opened.open('/?view=table', 860);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe('2,000');
    await page.reload();
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe('2,000');
    await page.getByRole('link', { name: 'Board' }).click();
    await expect.poll(() => page.locator('.card').count(), patience).toBeGreaterThan(20);
    await picture('page-board');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').fill('api_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByRole('alert').textContent(), patience).toMatch(/opens nothing/);
    await expect.poll(() => page.evaluate(() => sessionStorage.length), patience).toBe(0);
    // Chromium says of the refused key that it was refused.
    expect(complaints.filter((complaint) => !/401/.test(complaint))).toEqual([]);
    await page.close();
  }, 300_000);

  test('a search is in the address bar, and finds what the API finds; its meaning stands below it', async () => {
    const page = await signIn(opened, '/?view=table');
    await search(page, 'status_type:active value > 5k sort:-value');
    const { opportunityReport } = await ask<Count>(opened, countOf, { query: 'status_type:active value > 5k' });
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe(String(opportunityReport.count));
    await expect
      .poll(() => new URL(page.url()).searchParams.get('q'), patience)
      .toBe('status_type:active value > 5k sort:-value');
    await expect
      .poll(() => page.locator('#meaning').textContent(), patience)
      .toContain('status_type:active and value > 5k');
    await page.goBack();
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe('2,000');
  }, 300_000);

  test('what was not understood has a line below it, and says what would be right', async () => {
    const page = await signIn(opened);
    await page.getByRole('combobox', { name: 'Search deals' }).fill('value > 5k stauts:won');
    await expect.poll(() => page.locator('.underline mark').textContent(), patience).toBe('stauts');
    await expect.poll(() => page.locator('#meaning').textContent(), patience).toContain('Did you mean `status`?');
  }, 300_000);

  test('fields, statuses and people are completed; the keyboard suffices', async () => {
    const page = await signIn(opened);
    const box = page.getByRole('combobox', { name: 'Search deals' });
    const suggestions = page.locator('.suggestions [role=option] span');
    await box.pressSequentially('status:nego');
    await expect.poll(() => suggestions.allTextContents(), patience).toEqual(['"Negotiation" ']);
    await box.press('ArrowDown');
    await box.press('Tab');
    await expect.poll(() => box.inputValue(), patience).toBe('status:"Negotiation" ');
    await box.pressSequentially('use');
    await box.press('ArrowDown');
    await box.press('Enter');
    await expect.poll(() => box.inputValue(), patience).toBe('status:"Negotiation" user:');
    await expect.poll(() => suggestions.count(), patience).toBeGreaterThan(3);
  }, 300_000);

  test('a click on a filter writes what one would type', async () => {
    const page = await signIn(opened, '/?view=table');
    await page.getByLabel('Any status').selectOption('won');
    await page.getByLabel('Any close date').selectOption({ label: 'This year' });
    const text = 'status_type:won date_won:"this year"';
    await expect.poll(() => page.getByRole('combobox', { name: 'Search deals' }).inputValue(), patience).toBe(text);
    const { opportunityReport } = await ask<Count>(opened, countOf, { query: text });
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe(String(opportunityReport.count));
  }, 300_000);

  test('a saved view is picked, and stands in the box as what was saved', async () => {
    const query = 'status_type:active value > 9k sort:-value';
    await ask(opened, 'mutation ($input: NewSavedViewInput!) { createSavedView(input: $input) { savedView { id } } }', {
      input: { name: 'Large ones', query, type: 'OPPORTUNITY' },
    });
    const page = await signIn(opened, '/?view=table');
    await page.getByLabel('Saved views').selectOption({ label: 'Large ones' });
    await expect.poll(() => page.getByRole('combobox', { name: 'Search deals' }).inputValue(), patience).toBe(query);
    const { opportunityReport } = await ask<Count>(opened, countOf, { query });
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe(String(opportunityReport.count));
    await page.getByLabel('Saved views').selectOption({ label: 'Saved views' });
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe('2,000');
  }, 300_000);

  test('a view that was saved as a tree is named, and cannot be picked, for there are no words for the box', async () => {
    const query = { type: 'object_type', object_type: 'opportunity' };
    const made = await fetch(`${opened.address}/api/v1/saved_search/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer api_demo' },
      body: JSON.stringify({ name: 'From the phone', type: 'opportunity', s_query: { query } }),
    });
    expect([made.status, await made.clone().text()]).toMatchObject([200, expect.stringContaining('From the phone')]);
    const page = await signIn(opened, '/?view=table');
    const option = page.getByLabel('Saved views').locator('option', { hasText: 'From the phone' });
    await expect.poll(() => option.textContent(), patience).toBe('From the phone (made over REST, opens there only)');
    expect(await option.isDisabled()).toBe(true);
  }, 300_000);

  test('a search is kept under a name, shared, renamed and deleted', async () => {
    const query = 'status_type:won value > 7k';
    const page = await signIn(opened, `/?view=table&q=${encodeURIComponent(query)}`);
    const dialog = page.getByRole('dialog');
    const stored = async () => {
      const { savedViews } = await ask<{ savedViews: { name: string; query: string; isShared: boolean }[] }>(
        opened,
        '{ savedViews(type: OPPORTUNITY) { name query isShared } }',
      );
      return savedViews.filter((view) => view.query === query);
    };
    const picked = () => page.getByLabel('Saved views').locator('option:checked').textContent();
    await page.getByRole('button', { name: 'Save this search…' }).click();
    await dialog.getByLabel('Name').fill('Good ones');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.poll(stored, patience).toEqual([{ name: 'Good ones', query, isShared: false }]);
    await expect.poll(picked, patience).toBe('Good ones');
    await page.getByRole('button', { name: 'Edit view…' }).click();
    await dialog.getByLabel('Name').fill('Better ones');
    await dialog.getByLabel('Shared with everyone').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.poll(stored, patience).toEqual([{ name: 'Better ones', query, isShared: true }]);
    await expect.poll(picked, patience).toBe('Better ones');
    await page.getByRole('button', { name: 'Edit view…' }).click();
    await dialog.getByLabel('Delete this view').check();
    await dialog.getByRole('button', { name: 'Delete view' }).click();
    await expect.poll(stored, patience).toEqual([]);
    await page.getByRole('button', { name: 'Save this search…' }).waitFor(patience);
  }, 300_000);

  test('the figures are of what is shown: on the board of its pipeline, and they say so', async () => {
    const { pipelines } = await ask<{ pipelines: readonly { id: string; name: string }[] }>(
      opened,
      '{ pipelines { id name } }',
    );
    expect(pipelines.length).toBeGreaterThan(1);
    for (const { id, name } of pipelines) {
      const page = await signIn(opened, `/?pipeline=${id}`);
      const { opportunityReport } = await ask<Count>(
        opened,
        'query ($id: ID!) { opportunityReport(filter: { pipelineId: { eq: $id } }) { count } }',
        { id },
      );
      const count = new Intl.NumberFormat('en-US').format(opportunityReport.count);
      await expect.poll(() => figure(page, `Deals in ${name}`).textContent(), patience).toBe(count);
      await expect.poll(() => figure(page, 'Average days to close').textContent(), patience).toMatch(/days?$|^–$/);
    }
  }, 300_000);

  test('the table sorts by three keys, and goes on as one scrolls with as many rows drawn as fit', async () => {
    const page = await signIn(opened, '/?view=table');
    await page.getByRole('button', { name: 'Status' }).first().waitFor(patience);
    await page.getByRole('columnheader', { name: 'Value', exact: true }).getByRole('button').click();
    for (const name of ['Confidence', 'Close date', 'Owner']) {
      await page
        .getByRole('columnheader', { name })
        .getByRole('button')
        .click({ modifiers: ['Shift'] });
    }
    await expect
      .poll(() => new URL(page.url()).searchParams.get('q'), patience)
      .toBe('sort:-confidence,-date_won,-user');
    await page.locator('.deals tbody tr[data-deal]').first().waitFor(patience);
    const rows = new Set<string>();
    const scroll = async () => {
      const drawn = await page
        .locator('.deals tbody tr[data-deal]')
        .evaluateAll((all) => all.map((row) => row.getAttribute('data-deal') ?? ''));
      expect(drawn.length).toBeLessThan(80);
      for (const id of drawn) rows.add(id);
      await page.locator('.scroll').evaluate((box) => box.scrollBy(0, 600));
      return rows.size;
    };
    await expect.poll(scroll, { ...patience, interval: 150 }).toBeGreaterThanOrEqual(400);
  }, 300_000);

  test('a deal opens beside the table, with its custom fields and its history', async () => {
    const { opportunities } = await ask<{ opportunities: { nodes: { id: string; lead: { name: string } }[] } }>(
      opened,
      `{ opportunities(query: "status_type:won custom.Region:*", first: 1) { nodes { id lead { name } } } }`,
    );
    const [deal] = opportunities.nodes;
    const page = await signIn(opened, `/?view=table&deal=${deal?.id}`);
    const panel = page.getByRole('complementary', { name: 'Deal' });
    await expect.poll(() => panel.textContent(), patience).toContain('Region');
    await expect.poll(() => panel.locator('.history li').count(), patience).toBeGreaterThan(0);
    await expect.poll(() => panel.getByRole('heading', { level: 2 }).textContent(), patience).toBe(deal?.lead.name);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.count(), patience).toBe(0);
  }, 300_000);

  test('all of it is below 250 KB, each file is asked for once, and the page has a strict policy', async () => {
    const folder = join(program, '../page/pipeline');
    const sizes = readdirSync(folder).map((name) => gzipSync(readFileSync(join(folder, name))).byteLength);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
    const page = await fetch(`${opened.address}/`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    const etag = page.headers.get('etag') ?? '';
    expect((await fetch(`${opened.address}/`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const names = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const file = await fetch(`${opened.address}${name}`);
      expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
    expect((await fetch(`${opened.address}/page/nothing.js`)).status).toBe(404);
  }, 300_000);
});
