/** What tests of the page do again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Opened } from './describe-in-browser.ts';

export const patience = { timeout: 60_000 };
const desktop = { width: 1400, height: 860 };

/** One for each gateway: a browser of its own takes three seconds of the processor, the next address in one that is there less than one. */
const signedIn = new WeakMap<Opened, Page>();

/** Signed in with the demo key at `path`, in light and without what the test before it had opened there. */
export async function signIn(opened: Opened, path = '/', width = desktop.width): Promise<Page> {
  const page = signedIn.get(opened);
  if (!page) {
    const first = await openSignedIn(opened, path, { width });
    signedIn.set(opened, first);
    return first;
  }
  await page.setViewportSize({ ...desktop, width });
  await page.emulateMedia({ colorScheme: null });
  await page.goto(`${opened.address}${path}`);
  await page.getByRole('navigation', { name: 'Views' }).waitFor(patience);
  return page;
}

interface Browsing {
  readonly width?: number;
  readonly hasTouch?: boolean;
  readonly key?: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

/**
 * A browser of its own, signed in with the demo key or another, that looks at `path`. Closed with the test: those that were left open
 * went on asking with each change, until the key had used what it may.
 */
export async function signInAnew(opened: Opened, path = '/', browsing: Browsing = {}): Promise<Page> {
  const page = await openSignedIn(opened, path, browsing);
  onTestFinished(() => page.context().close());
  return page;
}

async function openSignedIn(
  { browser, address }: Opened,
  path: string,
  { width = desktop.width, hasTouch = false, key = '', prepare = async (_page: Page) => {} }: Browsing = {},
): Promise<Page> {
  const context = await browser.newContext({
    hasTouch,
    viewport: { ...desktop, width },
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(patience.timeout);
  const page = await context.newPage();
  await prepare(page);
  await page.goto(`${address}${path}`);
  if (key) await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor(patience);
  return page;
}

/** Over the API, as somebody else would. With the key of the pages, which on a fast machine may have used all that it may: it waits, as they do. */
export async function ask<Data>(
  opened: Opened,
  query: string,
  variables: object = {},
  key = 'api_demo',
): Promise<Data> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const answer = await fetch(`${opened.address}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  if (answer.status === 429) {
    await sleep(Number(answer.headers.get('retry-after')) * 1000);
    return ask(opened, query, variables, key);
  }
  const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** A figure above the view. */
export const figure = (page: Page, name: string) =>
  page.locator('.figures > div').filter({ hasText: name }).locator('dd');

export const search = async (page: Page, text: string): Promise<void> => {
  const box = page.getByRole('combobox', { name: 'Search deals' });
  await box.fill(text);
  await box.press('Enter');
};

/** Where the first one stands now. Nothing is waited for: what is not there has none. */
export const boxOf = (page: Page, selector: string): Promise<DOMRect | undefined> =>
  page.evaluate((wanted) => document.querySelector(wanted)?.getBoundingClientRect().toJSON(), selector);
