/** A deal on the page: its custom fields of each type, its note, the tasks of its lead; and a new one. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, type Opened } from './describe-in-browser.ts';
import { ask, patience, signIn } from './pipeline.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

const dealQuery = `query ($id: ID!) { opportunity(id: $id) {
  note status { label } value valuePeriod confidence user { fullName } lead { name } contact { name }
  customFields { field { name } ... on TextValue { text } ... on NumberValue { number } ... on ChoicesValue { choices }
    ... on DateValue { date } ... on DateTimeValue { dateTime } ... on UsersValue { users { fullName } }
    ... on ContactsValue { contacts { name } } }
} }`;

interface Deal {
  readonly note: string;
  readonly status: { readonly label: string };
  readonly value: number | null;
  readonly valuePeriod: string;
  readonly confidence: number;
  readonly user: { readonly fullName: string } | null;
  readonly lead: { readonly name: string };
  readonly contact: { readonly name: string } | null;
  readonly customFields: readonly ({ readonly field: { readonly name: string } } & Record<string, unknown>)[];
}

const dealOf = async (opened: Opened, id: string) =>
  (await ask<{ opportunity: Deal }>(opened, dealQuery, { id })).opportunity;

const makeField = (opened: Opened, name: string, type: string, more: object = {}) =>
  ask(opened, `mutation ($input: NewCustomFieldInput!) { createCustomField(input: $input) { customField { id } } }`, {
    input: { name, type, objectTypes: ['OPPORTUNITY'], ...more },
  });

/** A deal whose lead has a contact. */
async function someDeal(opened: Opened): Promise<{ readonly id: string; readonly contact: Named }> {
  const { opportunities } = await ask<{
    opportunities: { nodes: { id: string; lead: { contacts: Named[] } }[] };
  }>(
    opened,
    '{ opportunities(query: "status_type:active", first: 50) { nodes { id lead { contacts { id name } } } } }',
  );
  const found = opportunities.nodes.find(({ lead }) => lead.contacts.length > 0);
  const [contact] = found?.lead.contacts ?? [];
  if (!found || !contact) throw new Error('the demo has no lead with a contact');
  return { id: found.id, contact };
}

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Deal' });
const openField = async (page: Page, name: string) => {
  await panelOf(page)
    .getByRole('button', { name: new RegExp(`\\(${name} of `) })
    .click();
  return panelOf(page).getByLabel(name, { exact: true });
};

describeInBrowser('Deals on the page', (opened) => {
  test('custom fields of each type are changed in the panel, and emptied', async () => {
    await makeField(opened, 'Motto', 'TEXT');
    await makeField(opened, 'Terms', 'TEXTAREA');
    await makeField(opened, 'Places', 'NUMBER');
    await makeField(opened, 'Renewal', 'DATE');
    await makeField(opened, 'Call', 'DATETIME');
    await makeField(opened, 'Size', 'CHOICES', { choices: ['small', 'large'] });
    await makeField(opened, 'Parts', 'CHOICES', { choices: ['a', 'b', 'c'], acceptsMultipleValues: true });
    await makeField(opened, 'Engineer', 'USER');
    await makeField(opened, 'Buyer', 'CONTACT');
    const { id, contact } = await someDeal(opened);
    const { users } = await ask<{ users: { id: string; fullName: string; isActive: boolean }[] }>(
      opened,
      '{ users { id fullName isActive } }',
    );
    const engineer = users.find(({ isActive }) => isActive)?.fullName ?? '';
    const page = await signIn(opened, `/?view=table&deal=${id}`);
    await panelOf(page).getByText('Motto', { exact: true }).waitFor(patience);
    const stored = async (name: string) => {
      const { customFields } = await dealOf(opened, id);
      const { field: _, ...value } = customFields.find(({ field }) => field.name === name) ?? { field: undefined };
      return Object.values(value)[0];
    };
    const typed = { Motto: 'Less is more', Places: '12.5', Renewal: '2027-03-31', Call: '2027-01-02T09:30' };
    for (const [name, text] of Object.entries(typed)) {
      await (await openField(page, name)).fill(text);
      await page.keyboard.press('Enter');
    }
    const terms = await openField(page, 'Terms');
    await terms.fill('one');
    await terms.press('Enter');
    await terms.pressSequentially('two');
    await terms.press('Control+Enter');
    await (await openField(page, 'Size')).selectOption({ label: 'large' });
    const parts = await openField(page, 'Parts');
    await parts.selectOption([{ label: 'a' }, { label: 'c' }]);
    await parts.press('Enter');
    await (await openField(page, 'Engineer')).selectOption({ label: engineer });
    await (await openField(page, 'Buyer')).selectOption({ label: contact.name });
    const expected = {
      ...{ Motto: 'Less is more', Terms: 'one\ntwo', Places: 12.5, Renewal: '2027-03-31', Size: ['large'] },
      ...{ Parts: ['a', 'c'], Engineer: [{ fullName: engineer }], Buyer: [{ name: contact.name }] },
    };
    for (const [name, value] of Object.entries(expected)) {
      await expect.poll(async () => [name, await stored(name)], patience).toEqual([name, value]);
    }
    expect(String(await stored('Call'))).toMatch(/^2027-01-02T09:30:00/);
    await (await openField(page, 'Size')).selectOption({ label: 'none' });
    await (await openField(page, 'Places')).fill('');
    await page.keyboard.press('Enter');
    for (const name of ['Size', 'Places']) await expect.poll(() => stored(name), patience).toBeUndefined();
    await (await openField(page, 'Places')).fill('many');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.toast.problem').textContent(), patience).toContain('A number is digits');
    expect(await stored('Places')).toBeUndefined();
  }, 300_000);

  test('the note is changed in the panel; Escape leaves it as it was', async () => {
    const { id } = await someDeal(opened);
    const page = await signIn(opened, `/?deal=${id}`);
    await panelOf(page).locator('.fields').waitFor(patience);
    await (await openField(page, 'Note')).fill('They wait for the budget.');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await dealOf(opened, id)).note, patience).toBe('They wait for the budget.');
    await (await openField(page, 'Note')).fill('Nothing');
    await page.keyboard.press('Escape');
    await expect.poll(() => panelOf(page).locator('.note').textContent(), patience).toBe('They wait for the budget.');
  }, 300_000);

  test('the contact is chosen of those of the lead, and taken away', async () => {
    const { id, contact } = await someDeal(opened);
    const page = await signIn(opened, `/?deal=${id}`);
    await panelOf(page).locator('.fields').waitFor(patience);
    const stored = async () => (await dealOf(opened, id)).contact?.name;
    const shown = () =>
      panelOf(page)
        .getByRole('button', { name: /\(Contact of / })
        .textContent();
    await (await openField(page, 'Contact')).selectOption({ label: 'No contact' });
    await expect.poll(shown, patience).toMatch(/^No contact/);
    await expect.poll(stored, patience).toBeUndefined();
    await (await openField(page, 'Contact')).selectOption({ label: contact.name });
    await expect.poll(stored, patience).toBe(contact.name);
    await expect.poll(shown, patience).toContain(contact.name);
  }, 300_000);

  test('a task of the lead is added and done', async () => {
    const { id } = await someDeal(opened);
    const page = await signIn(opened, `/?deal=${id}`);
    const tasks = panelOf(page).locator('.tasks');
    await tasks.getByLabel('New task').fill('Send the offer');
    await tasks.getByLabel('Due on').fill('2027-02-01');
    await tasks.getByRole('button', { name: 'Add' }).click();
    const task = tasks.getByRole('checkbox', { name: /^Send the offer/ });
    await task.waitFor(patience);
    const find = () =>
      ask<{ tasks: { nodes: { text: string; dueDate: string; isComplete: boolean }[] } }>(
        opened,
        '{ tasks(first: 200) { nodes { text dueDate isComplete } } }',
      ).then(({ tasks: { nodes } }) => nodes.find(({ text }) => text === 'Send the offer'));
    expect(await find()).toMatchObject({ dueDate: '2027-02-01', isComplete: false });
    await task.click();
    await expect.poll(async () => (await find())?.isComplete, patience).toBe(true);
    await expect.poll(() => task.count(), patience).toBe(0);
  }, 300_000);

  test('a new deal is made with a new lead, or with one that is there; what is wrong is told and makes nothing', async () => {
    const page = await signIn(opened);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'New deal' }).click();
    await dialog.getByLabel('Lead', { exact: true }).fill('Zebra & Daughters');
    await dialog.getByRole('radio', { name: 'New lead “Zebra & Daughters”' }).check();
    await dialog.getByLabel('Status').selectOption({
      label: (await dialog.getByLabel('Status').locator('option', { hasText: 'Proposal' }).first().textContent()) ?? '',
    });
    await dialog.getByLabel('Billing').selectOption('MONTHLY');
    await dialog.getByLabel('Confidence').fill('35');
    await dialog.getByLabel('Value').fill('much');
    await dialog.getByRole('button', { name: 'Create deal' }).click();
    await expect.poll(() => dialog.getByRole('alert').textContent(), patience).toContain('An amount is digits');
    const leads = () =>
      ask<{ leads: { totalCount: number } }>(opened, '{ leads(query: "Zebra") { totalCount } }').then(
        (data) => data.leads.totalCount,
      );
    expect(await leads()).toBe(0);
    await dialog.getByLabel('Value').fill('1,250.50');
    await dialog.getByRole('button', { name: 'Create deal' }).click();
    await expect
      .poll(() => panelOf(page).getByRole('heading', { level: 2 }).textContent(), patience)
      .toBe('Zebra & Daughters');
    const id = new URL(page.url()).searchParams.get('deal') ?? '';
    expect(await dealOf(opened, id)).toMatchObject({
      ...{ status: { label: 'Proposal' }, value: 125_050, valuePeriod: 'MONTHLY', confidence: 35 },
    });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New deal' }).click();
    await dialog.getByLabel('Lead', { exact: true }).fill('zebra');
    await dialog.getByRole('radio', { name: 'Zebra & Daughters' }).check();
    await dialog.getByRole('button', { name: 'Create deal' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('deal') ?? '', patience).toMatch(/^oppo_/);
    expect(await leads()).toBe(1);
  }, 300_000);
});
