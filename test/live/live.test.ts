import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogOf, plainCatalog } from '../../src/catalog.ts';
import { createContact } from '../../src/contact/create.ts';
import { createCustomField } from '../../src/custom-field/define.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import type { Database, Session } from '../../src/db/client.ts';
import { dialects } from '../../src/db/dialect.ts';
import { retryingConflicts } from '../../src/db/retry.ts';
import { every, type Filter, type Operator, type Value } from '../../src/filter/filter.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { createLead } from '../../src/lead/create.ts';
import type { ChangeFeed } from '../../src/live/change.ts';
import { openChangeFeed } from '../../src/live/feed.ts';
import { announcingChanges } from '../../src/live/outbox.ts';
import { createOpportunities, createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import type { OpportunityChange } from '../../src/opportunity/news.ts';
import { deleteOpportunity } from '../../src/opportunity/remove.ts';
import { subscribeToOpportunities } from '../../src/opportunity/subscribe.ts';
import { updateOpportunities, updateOpportunity } from '../../src/opportunity/update.ts';
import { deleteContact } from '../../src/removal/contact.ts';
import { deleteLead } from '../../src/removal/lead.ts';
import type { CalendarDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, instant, type Office } from '../fixtures.ts';

const compare = (field: string, operator: Operator, value: Value): Filter => ({
  ...{ kind: 'compare', field, operator, value },
});

describeDatabases('news of opportunities', (opened) => {
  let mine: Office;
  let theirs: Office;
  let feed: ChangeFeed;
  let database: Database;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
    feed = await openChangeFeed(opened.url);
    database = announcingChanges(retryingConflicts(opened.database), feed);
  });
  afterAll(() => feed.close());

  const write = <T>(work: (session: Session) => Promise<T>) => database.write(work);
  const create = (input: OpportunityInput = {}, office = mine) =>
    write((session) => createOpportunity(session, office.caller, { leadId: office.leadId, ...input }));
  const update = (id: string, change: OpportunityInput) =>
    write((session) => updateOpportunity(session, mine.caller, { id, change }));
  const remove = (id: string) => write((session) => deleteOpportunity(session, mine.caller, { id }));

  async function subscribe(filter: Filter = every) {
    const where = await opened.database.read(async (session) => {
      const { organizationId } = mine;
      const { tables, opportunity } = catalogOf(await readCustomFields(session, organizationId));
      return compileWhere(opportunity, filter, { organizationId, dialect: session.dialect, tables });
    });
    return subscribeToOpportunities(opened.database, feed, where);
  }

  /** What a subscriber is told while `work` is done, up to a last change that matches every filter of these tests. */
  async function newsOf(filter: Filter, work: () => Promise<unknown>): Promise<readonly OpportunityChange[]> {
    const subscription = await subscribe({ kind: 'or', filters: [filter, compare('note', 'eq', 'the end')] });
    await work();
    const end = await create({ note: 'the end' });
    const news: OpportunityChange[] = [];
    for await (const change of subscription) {
      if (change.id === end) break;
      news.push(change);
    }
    return news;
  }
  const brief = (news: readonly OpportunityChange[]) => news.map(({ kind, id, fields }) => [kind, id, ...fields]);

  test('tells what was created, updated (and which fields) and deleted (and what it was)', async () => {
    let id = '';
    const news = await newsOf(every, async () => {
      id = await create({ value: 5n, note: 'a note' });
      await update(id, { value: 6n, note: 'b', statusId: mine.status.won });
      await update(id, { value: 6n });
      await remove(id);
    });
    expect(brief(news)).toEqual([
      ['created', id],
      ['updated', id, 'value', 'note', 'noteHtml', 'dateWon', 'statusId'],
      ['deleted', id],
    ]);
    expect(news.map(({ before }) => before?.row.value ?? null)).toEqual([null, 5n, 6n]);
    expect(news[2]?.before?.row).toMatchObject({
      ...{ id, note: 'b', value: 6n, confidence: 50, status_id: mine.status.won, date_created: mine.caller.now },
    });
  });

  test('a filter is told of what comes in, changes within and goes out, and of nothing else', async () => {
    let [id, other] = ['', ''];
    const news = await newsOf(compare('value', 'gte', 100n), async () => {
      id = await create({ value: 99n });
      other = await create({ value: 500n });
      await update(id, { value: 100n });
      await update(id, { note: 'within' });
      await update(id, { value: 1n });
      await update(id, { note: 'outside' });
      await remove(id);
      await remove(other);
    });
    expect(brief(news)).toEqual([
      ['created', other],
      ['updated', id, 'value'],
      ['updated', id, 'note', 'noteHtml'],
      ['updated', id, 'value'],
      ['deleted', other],
    ]);
  });

  const lostAt = instant('2026-01-01T00:00:00Z');
  test.each<[string, Filter, (office: Office) => OpportunityInput]>([
    ['text', { kind: 'contains', field: 'note', text: 'ÜBER' }, () => ({ note: 'über' })],
    ['an instant', compare('date_lost', 'eq', lostAt), ({ status }) => ({ statusId: status.lost, dateLost: lostAt })],
    ['a date', compare('date_won', 'eq', '2026-01-02'), () => ({ dateWon: '2026-01-02' as CalendarDate })],
    ['a rounded amount', compare('expected_value', 'eq', 50n), () => ({ value: 100n })],
    ['no value', { kind: 'not', filter: { kind: 'present', field: 'user_id' } }, () => ({ userId: null })],
    ['a word of the status', compare('status_type', 'eq', 'lost'), ({ status }) => ({ statusId: status.lost })],
    ['the name of the lead', { kind: 'contains', field: 'lead_name', text: 'MINE' }, () => ({})],
  ])('a filter by %s is told when it ceases to match', async (_, filter, inside) => {
    const elsewhere = await write((session) => createLead(session, mine.caller, { name: 'elsewhere' }));
    const news = await newsOf(filter, async () => {
      const id = await create(inside(mine));
      await update(id, {
        ...{ leadId: elsewhere, note: 'out', dateWon: null, value: null, userId: mine.userIds[1] },
        statusId: mine.status.open,
      });
      await update(id, { confidence: 3 });
    });
    expect(news.map(({ kind }) => kind)).toEqual(['created', 'updated']);
  });

  test('a filter by custom field is told when it ceases to match', async () => {
    const fieldId = await write((session) =>
      createCustomField(session, mine.caller, {
        ...{ name: 'Days', type: 'choices', choices: ['Mon', 'Tue'], acceptsMultipleValues: true },
        objectTypes: ['opportunity'],
      }),
    );
    const kinds = await newsOf(compare(`custom.${fieldId}`, 'eq', 'Mon'), async () => {
      const id = await create({ customFields: [{ fieldId, kind: 'set', value: ['Mon', 'Tue'] }] });
      await update(id, { confidence: 1 });
      await update(id, { customFields: [{ fieldId, kind: 'remove', value: 'Mon' }] });
      await update(id, { customFields: [{ fieldId, kind: 'remove', value: 'Tue' }] });
      const gone = await create({ customFields: [{ fieldId, kind: 'set', value: ['Mon'] }] });
      await remove(gone);
    });
    expect(kinds.map(({ kind, fields }) => [kind, ...fields])).toEqual([
      ['created'],
      ['updated', 'confidence'],
      ['updated', `custom.${fieldId}`],
      ['created'],
      ['deleted'],
    ]);
  });

  const has = (relation: string, filter: Filter): Filter => ({ kind: 'some', relation, filter });
  const word = (text: string): Filter => ({ kind: 'word', text });
  test.each<[string, Filter]>([
    ['by the name of the lead', compare('lead_name', 'eq', 'Vanishing Inc.')],
    ['by a part of the name of the lead', { kind: 'contains', field: 'lead_name', text: 'vanish' }],
    ['by a word of the name of the lead', word('vanishing')],
    ['by the name of the contact', compare('contact_name', 'eq', 'Vera')],
    ['by a part of the name of the contact', { kind: 'contains', field: 'contact_name', text: 'era' }],
    ['by what the lead is', has('lead', compare('date_created', 'lte', fixedNow))],
    ['by a contact of the lead', has('lead', has('contact', compare('email', 'eq', 'vera@vanishing.example')))],
    ['by a word of a contact of the lead', has('lead', word('vera'))],
    ['by the telephones of the contact', has('contact', compare('num_phones', 'eq', 2))],
    ['by a change of status', has('status_change', compare('new_status_type', 'eq', 'won'))],
    ['by its part of all', { kind: 'part', number: 1, of: 1 }],
    ['by the part of the lead', has('lead', { kind: 'part', number: 1, of: 1 })],
  ])('a filter %s is told what goes with a lead', async (_, filter) => {
    let id = '';
    let contactId = '';
    let leadId = '';
    const other = await create({ value: 1n });
    const news = await newsOf({ kind: 'and', filters: [filter, compare('value', 'gt', 70n)] }, async () => {
      leadId = await write((session) => createLead(session, mine.caller, { name: 'Vanishing Inc.' }));
      contactId = await write((session) =>
        createContact(session, mine.caller, {
          ...{ leadId, name: 'Vera', emails: [{ email: 'vera@vanishing.example' }] },
          phones: [{ phone: '1' }, { phone: '2' }],
        }),
      );
      id = await create({ leadId, contactId, value: 77n });
      await update(id, { statusId: mine.status.won });
      await update(other, { value: 2n });
      await write((session) => deleteLead(session, mine.caller, { id: leadId }));
    });
    expect(news.at(-1)).toMatchObject({ kind: 'deleted', id, before: { row: { id, value: 77n, lead_id: leadId } } });
  });

  test('a filter by a custom field of the lead is told what goes with it', async () => {
    const fieldId = await write((session) =>
      createCustomField(session, mine.caller, { name: 'Region', type: 'text', objectTypes: ['lead'] }),
    );
    const customFields = [{ fieldId, kind: 'set', value: 'North Sea' }] as const;
    let id = '';
    const north: Filter = { kind: 'and', filters: [has('lead', word('north')), compare('value', 'gt', 70n)] };
    const news = await newsOf(north, async () => {
      const leadId = await write((session) => createLead(session, mine.caller, { name: 'L', customFields }));
      id = await create({ leadId, value: 77n });
      await create({ value: 77n });
      await write((session) => deleteLead(session, mine.caller, { id: leadId }));
    });
    expect(brief(news).at(-1)).toEqual(['deleted', id]);
  });

  test('a filter by change of status is told of a deletion, and one by contact of the contact’s', async () => {
    let id = '';
    const won = has('status_change', compare('new_status_type', 'eq', 'won'));
    const deleted = await newsOf(won, async () => {
      id = await create();
      await update(id, { statusId: mine.status.won });
      await remove(id);
    });
    expect(brief(deleted).at(-1)).toEqual(['deleted', id]);
    const detached = await newsOf(compare('contact_name', 'eq', 'Short Stay'), async () => {
      const input = { leadId: mine.leadId, name: 'Short Stay' };
      const contactId = await write((session) => createContact(session, mine.caller, input));
      id = await create({ contactId });
      await write((session) => deleteContact(session, mine.caller, { id: contactId }));
    });
    expect(brief(detached).at(-1)).toEqual(['updated', id, 'contactId']);
  });

  test('what many ask about one piece of news is asked once', async () => {
    const filters = [...Array(20).fill(compare('note', 'eq', 'shared')), compare('value', 'eq', 7n)];
    const { tables, opportunity } = plainCatalog;
    const scope = { organizationId: mine.organizationId, dialect: dialects[opened.provider], tables };
    const subscriptions = filters.map((filter) =>
      subscribeToOpportunities(opened.database, feed, compileWhere(opportunity, filter, scope)),
    );
    opened.statements.length = 0;
    const heard = subscriptions.map((subscription) => subscription.next());
    const id = await create({ note: 'shared', value: 7n });
    const told = await Promise.all(heard);
    expect(told.map(({ value }) => value.id)).toEqual(Array(21).fill(id));
    expect(opened.statements.filter((sql) => sql.includes('image(place'))).toHaveLength(2);
    for (const subscription of subscriptions) await subscription.return?.();
  });

  test('where nobody is told, nothing is read for it', async () => {
    const id = await create();
    opened.statements.length = 0;
    await opened.database.write((session) => deleteOpportunity(session, mine.caller, { id }));
    expect(opened.statements.length).toBe(5);
  });

  test('what is rolled back, and what happens elsewhere, is no news', async () => {
    const news = await newsOf(every, async () => {
      const failed = write(async (session) => {
        await createOpportunity(session, mine.caller, { leadId: mine.leadId });
        throw new Error('undone');
      });
      await expect(failed).rejects.toThrow('undone');
      await create({}, theirs);
    });
    expect(news).toEqual([]);
  });

  test('a batch and a deleted lead are told one by one, in the order of what was done', async () => {
    let ids: readonly string[] = [];
    const news = await newsOf(every, async () => {
      const leadId = await write((session) => createLead(session, mine.caller, { name: 'L' }));
      const rows = Array.from({ length: 120 }, (_, i) => ({ leadId, value: BigInt(i), note: 'x'.repeat(500) }));
      const made = await write((session) => createOpportunities(session, mine.caller, rows));
      ids = made.ids.map((id) => id ?? '');
      const updates = ids.map((id) => ({ id, change: { confidence: 1 } }));
      await write((session) => updateOpportunities(session, mine.caller, updates));
      await write((session) => deleteLead(session, mine.caller, { id: leadId }));
    });
    const idsOf = (kind: string) => news.filter((change) => change.kind === kind).map(({ id }) => id);
    expect(idsOf('created')).toEqual(ids);
    expect(idsOf('updated')).toEqual(ids);
    expect(new Set(idsOf('deleted'))).toEqual(new Set(ids));
    expect(news).toHaveLength(360);
  });

  test('of an attempt that was run again only the last is told', async () => {
    let attempts = 0;
    const news = await newsOf(every, () =>
      write(async (session) => {
        await createOpportunity(session, mine.caller, { leadId: mine.leadId });
        attempts += 1;
        const taken = { id: mine.organizationId, name: 'x', date_created: new Date(0), date_updated: new Date(0) };
        if (attempts === 1) await session.kysely.insertInto('organization').values(taken).execute();
      }),
    );
    expect([attempts, news.length]).toEqual([2, 1]);
  });

  test('a subscription ends when it is returned, even while it waits', async () => {
    const subscription = await subscribe();
    const waiting = subscription.next();
    await subscription.return?.();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await subscription.next()).toEqual({ value: undefined, done: true });
  });
});
