/** Changing deals on the page: dragging, the keyboard, conflicts, in place, many at once, and what others change. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ask, figure, patience, signIn, signInAnew } from './pipeline.ts';

interface Deal {
  readonly id: string;
  readonly version: number;
  readonly confidence: number;
  readonly status: { readonly label: string };
}

const dealQuery = `query ($id: ID!) { opportunity(id: $id) { id version confidence status { label } } }`;
const confidenceMutation = `mutation ($id: ID!, $confidence: Int!) {
  updateOpportunity(id: $id, input: { confidence: $confidence }) { opportunity { id } }
}`;

const column = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const countOf = async (page: Page, name: string) =>
  Number((await column(page, name).locator('header').textContent())?.match(/(\d[\d,]*) deals?/)?.[1]?.replace(',', ''));
const idOf = async (card: Locator) => (await card.getAttribute('data-deal')) ?? '';

describeInBrowser('Changes on the page', (opened) => {
  const stored = async (id: string): Promise<Deal> =>
    (await ask<{ opportunity: Deal }>(opened, dealQuery, { id })).opportunity;

  test('a deal that is dragged stands in its new column at once, is stored, and the columns count anew', async () => {
    const page = await signIn(opened);
    const card = column(page, 'Proposal').locator('.card').first();
    await card.waitFor(patience);
    await expect.poll(() => countOf(page, 'Proposal'), patience).toBeGreaterThan(0);
    const [id, before] = [await idOf(card), await countOf(page, 'Proposal')];
    await card.dragTo(column(page, 'Negotiation').locator('.cards'));
    await expect.poll(() => column(page, 'Negotiation').locator(`[data-deal="${id}"]`).count(), patience).toBe(1);
    await expect.poll(() => column(page, 'Proposal').locator(`[data-deal="${id}"]`).count(), patience).toBe(0);
    await expect.poll(async () => (await stored(id)).status.label, patience).toBe('Negotiation');
    await expect.poll(() => countOf(page, 'Proposal'), patience).toBe(before - 1);
  }, 300_000);

  test('a finger that rests on a deal takes it to another column; one that moves at once scrolls', async () => {
    const page = await signInAnew(opened, '/', { hasTouch: true });
    const card = column(page, 'Proposal').locator('.card').first();
    await card.waitFor(patience);
    await page.waitForTimeout(500);
    const id = await idOf(card);
    const session = await page.context().newCDPSession(page);
    const [from, to] = [await card.boundingBox(), await column(page, 'Negotiation').boundingBox()];
    if (!from || !to) throw new Error('nothing is drawn');
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const drag = async (rest: number) => {
      const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
      await touch('touchStart', x, y);
      await page.waitForTimeout(rest);
      for (let step = 1; step <= 8; step++) {
        await touch('touchMove', x + ((to.x + to.width / 2 - x) * step) / 8, y + ((to.y + 200 - y) * step) / 8);
        await page.waitForTimeout(20);
      }
      await touch('touchEnd');
    };
    // Three times as long as it takes: the page's clock may be late.
    await drag(1500);
    await expect.poll(async () => (await stored(id)).status.label, patience).toBe('Negotiation');
    await expect.poll(() => column(page, 'Negotiation').locator(`[data-deal="${id}"]`).count(), patience).toBe(1);
    // The next one is where it was.
    await expect.poll(() => idOf(card), patience).not.toBe(id);
    const next = await idOf(card);
    await drag(0);
    await page.waitForTimeout(1000);
    expect((await stored(next)).status.label).toBe('Proposal');
    expect(new URL(page.url()).searchParams.get('deal')).toBeNull();
  }, 300_000);

  test('the keyboard moves a deal, and keeps the focus on it', async () => {
    const page = await signIn(opened);
    const card = column(page, 'Qualified').locator('.card').first();
    await card.waitFor(patience);
    const id = await idOf(card);
    await card.getByRole('link').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await stored(id)).status.label, patience).toBe('Proposal');
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-deal]')?.getAttribute('data-deal'));
    await expect.poll(focused, patience).toBe(id);
  }, 300_000);

  test('what somebody else changed meanwhile is not written over: the page says who, and shows the deal as it is', async () => {
    const page = await signInAnew(opened);
    const card = column(page, 'Lead').locator('.card').first();
    await card.waitFor(patience);
    const id = await idOf(card);
    // Between what the page has read and what it sends.
    let isDone = false;
    await page.route('**/graphql', async (route) => {
      if (isDone || !route.request().postData()?.includes('ChangeDeal')) return route.continue();
      isDone = true;
      const { confidence } = await stored(id);
      await ask(opened, confidenceMutation, { id, confidence: (confidence + 1) % 100 });
      await route.continue();
    });
    await card.getByRole('link').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect
      .poll(() => page.locator('.toast').textContent(), patience)
      .toMatch(/was not changed: .+ changed it meanwhile\. It is in Lead now/);
    await expect.poll(() => column(page, 'Lead').locator(`[data-deal="${id}"]`).count(), patience).toBe(1);
    expect((await stored(id)).status.label).toBe('Lead');
  }, 300_000);

  test('a value is changed where it stands; what is none is refused, and nothing is stored', async () => {
    const page = await signIn(opened, '/?view=table&q=status_type:active');
    const row = page.locator('.deals tbody tr[data-deal]').nth(1);
    await row.waitFor(patience);
    const id = await idOf(row);
    const edit = async (text: string) => {
      await page
        .locator(`tr[data-deal="${id}"]`)
        .getByRole('button', { name: /Confidence of/ })
        .click();
      await page.getByRole('textbox', { name: 'Confidence' }).fill(text);
      await page.keyboard.press('Enter');
    };
    await edit('37');
    await expect.poll(async () => (await stored(id)).confidence, patience).toBe(37);
    await edit('370');
    await expect
      .poll(() => page.locator('.toast.problem').textContent(), patience)
      .toContain('whole number from 0 to 100');
    expect((await stored(id)).confidence).toBe(37);
  }, 300_000);

  test('all that match are changed together, after one has seen how many they are', async () => {
    const page = await signIn(opened, `/?view=table&q=${encodeURIComponent('status:Negotiation')}`);
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toMatch(/^\d+$/);
    const count = await figure(page, 'Deals').textContent();
    await page.getByRole('button', { name: 'Change all that match…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByRole('heading').textContent(), patience).toBe(`Change ${count} deals`);
    await dialog.getByLabel('What').selectOption('confidence');
    await dialog.getByLabel('To').fill('64');
    const changed = async () => {
      const { opportunityReport } = await ask<{ opportunityReport: { count: number } }>(
        opened,
        '{ opportunityReport(query: "status:Negotiation confidence = 64") { count } }',
      );
      return String(opportunityReport.count);
    };
    const before = await changed();
    await dialog.getByRole('button', { name: 'Review the change' }).click();
    await expect
      .poll(() => dialog.locator('.review').textContent(), patience)
      .toContain(`Confidence of ${count} deals becomes 64.`);
    expect(await dialog.locator('.review').textContent()).toContain('status:Negotiation');
    expect(await changed()).toBe(before);
    await dialog.getByRole('button', { name: `Change ${count} deals` }).click();
    await expect.poll(() => dialog.count(), patience).toBe(0);
    expect(await changed()).toBe(count);
  }, 300_000);

  test('before a status is changed for many, one sees how many are in which now; Back and Cancel change nothing', async () => {
    const page = await signIn(opened, `/?view=table&q=${encodeURIComponent('status:Lead')}`);
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toMatch(/^\d+$/);
    const count = await figure(page, 'Deals').textContent();
    await page.getByRole('button', { name: 'Change all that match…' }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByRole('heading').textContent(), patience).toBe(`Change ${count} deals`);
    await dialog.getByLabel('To').selectOption({ index: 1 });
    await dialog.getByRole('button', { name: 'Review the change' }).click();
    await expect.poll(() => dialog.locator('.review li').allTextContents(), patience).toEqual([`Lead: ${count} deals`]);
    await dialog.getByRole('button', { name: 'Back' }).click();
    await dialog.getByLabel('What').waitFor(patience);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => dialog.count(), patience).toBe(0);
    const { opportunityReport } = await ask<{ opportunityReport: { count: number } }>(
      opened,
      '{ opportunityReport(query: "status:Lead") { count } }',
    );
    expect(String(opportunityReport.count)).toBe(count);
  }, 300_000);

  test('what is shown can be taken along as a file, with the columns that are shown', async () => {
    const page = await signIn(opened, '/?view=table&columns=lead,value&q=status:Negotiation');
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toMatch(/^\d+$/);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
    expect(lines[0]).toBe('lead_name,value,value_period');
    expect(String(lines.length - 1)).toBe(await figure(page, 'Deals').textContent());
  }, 300_000);

  test('what another browser changes appears by itself', async () => {
    const { opportunities } = await ask<{ opportunities: { nodes: readonly [{ id: string }] } }>(
      opened,
      '{ opportunities(query: "status:Qualified", first: 1) { nodes { id } } }',
    );
    const [{ id }] = opportunities.nodes;
    const [mine, others] = [await signIn(opened, `/?q=id:${id}`), await signInAnew(opened, `/?q=id:${id}`)];
    const card = column(others, 'Qualified').locator(`[data-deal="${id}"]`);
    await card.waitFor(patience);
    await column(mine, 'Qualified').locator(`[data-deal="${id}"]`).waitFor(patience);
    await card.getByRole('link').focus();
    await others.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => column(mine, 'Lead').locator(`[data-deal="${id}"]`).count(), patience).toBe(1);
    await expect.poll(() => column(mine, 'Qualified').locator(`[data-deal="${id}"]`).count(), patience).toBe(0);
  }, 300_000);

  test('a lost connection is told; once it is back, what happened meanwhile is caught up with', async () => {
    let isDown = false;
    const sockets: WebSocketRoute[] = [];
    const page = await signInAnew(opened, '/?q=status:Negotiation', {
      prepare: (opening) =>
        opening.routeWebSocket(/\/graphql/, (socket) => {
          if (isDown) return void socket.close();
          sockets.push(socket);
          socket.connectToServer();
        }),
    });
    await expect.poll(() => sockets.length, patience).toBe(1);
    await expect.poll(() => countOf(page, 'Negotiation'), patience).toBeGreaterThan(0);
    const before = await countOf(page, 'Negotiation');
    isDown = true;
    await sockets[0]?.close();
    const line = page.locator('.connection');
    await expect.poll(() => line.textContent(), patience).toContain('The connection is lost');
    const { opportunities } = await ask<{ opportunities: { nodes: { id: string }[] } }>(
      opened,
      '{ opportunities(query: "status:Negotiation", first: 1) { nodes { id } } }',
    );
    await ask(opened, 'mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', opportunities.nodes[0]);
    isDown = false;
    await expect.poll(() => line.textContent(), patience).toBe('');
    await expect.poll(() => countOf(page, 'Negotiation'), patience).toBe(before - 1);
  }, 300_000);
});
