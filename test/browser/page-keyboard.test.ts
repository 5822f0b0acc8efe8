/** Whoever has no mouse, or wants nothing to move, can do all the same. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { ask, figure, patience, signInAnew } from './pipeline.ts';

/** More than there are places to stop at. */
const mostStops = 120;

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.closest('label')?.textContent ?? element?.textContent ?? '';
  });

/** By Tab alone, to what is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (name.test(at.trim())) return;
    passed.push(at.trim().slice(0, 40));
  }
  throw new Error(`Tab never came to ${name}, but to ${passed.join(', ')}`);
}

describeInBrowser('The page without a mouse', (opened) => {
  test('one signs in, asks, opens a deal, changes it and comes back, by the keyboard alone', async () => {
    const page = await signInAnew(opened);
    await tabTo(page, /^Sign out$/);
    await page.keyboard.press('Enter');
    await page.getByLabel('API key').waitFor(patience);
    await tabTo(page, /^Sign in$/);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Views' }).waitFor(patience);
    await tabTo(page, /^Table$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Search deals$/);
    await page.keyboard.type('status_type:active confidence<100');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => new URL(page.url()).searchParams.get('q'), patience)
      .toBe('status_type:active confidence<100');
    const { opportunityReport } = await ask<{ opportunityReport: { count: number } }>(
      opened,
      '{ opportunityReport(query: "status_type:active confidence<100") { count } }',
    );
    await expect.poll(() => figure(page, 'Deals').textContent(), patience).toBe(String(opportunityReport.count));
    const row = page.locator('tbody tr[data-deal]').first();
    await row.waitFor(patience);
    const id = await row.getAttribute('data-deal');
    const lead = (await row.getByRole('link').textContent()) ?? '';
    await tabTo(page, new RegExp(`^${lead.replaceAll(/\W/g, '\\$&')}$`));
    await page.keyboard.press('Enter');
    await page.locator('.panel h2', { hasText: lead }).waitFor(patience);
    await expect.poll(() => focused(page), patience).toBe(lead);
    await tabTo(page, /Confidence of .*: change/);
    const button = await focused(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page), patience).toBe('Confidence');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('61');
    await page.keyboard.press('Enter');
    const stored = () =>
      ask<{ opportunity: { confidence: number } }>(opened, 'query ($id: ID!) { opportunity(id: $id) { confidence } }', {
        id,
      });
    await expect.poll(async () => (await stored()).opportunity.confidence, patience).toBe(61);
    // Where one was, and not at the beginning of the page.
    await expect.poll(() => focused(page), patience).toBe(button.replace(/^\d+/, '61'));
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.panel').count(), patience).toBe(0);
    await expect.poll(() => focused(page), patience).toBe(lead);
    // Of a deal that is known by now as well.
    await page.keyboard.press('Enter');
    await page.locator('.panel h2', { hasText: lead }).waitFor(patience);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.panel').count(), patience).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), patience).toBe('A');
    expect(await focused(page)).toBe(lead);
  }, 300_000);

  test('where motion is not wanted, a chart stands as it is at once', async () => {
    const page = await signInAnew(opened, '/');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Charts' }).click();
    await page.locator('canvas').waitFor(patience);
    // Of each frame of its first second what is drawn, as soon as anything is.
    const drawn = await page.evaluate(
      () =>
        new Promise<readonly string[]>((resolve) => {
          const pictures: string[] = [];
          const look = () => {
            const canvas = document.querySelector('canvas');
            const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
            if (canvas && pixels?.some((pixel) => pixel !== 0)) pictures.push(canvas.toDataURL());
            if (pictures.length < 30) requestAnimationFrame(look);
            else resolve(pictures);
          };
          look();
        }),
    );
    expect(new Set(drawn).size).toBe(1);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  }, 300_000);
});
