/** One opportunity: what it looks like (2.1, 2.3, 1.8), how it is made (2.5), changed (2.6) and deleted, and what is wrong (1.9). */
import { describe, expect, test } from 'vitest';
import { createCustomField } from '../../src/custom-field/define.ts';
import { describeDatabases } from '../describe-databases.ts';
import { instant } from '../fixtures.ts';
import { openRest, query } from './client.ts';
import { useOffice } from './office.ts';

/** 2.1: all of them, in every body. */
const keys = [
  ...['annualized_expected_value', 'annualized_value', 'attachments', 'confidence', 'contact_id', 'contact_name'],
  ...['created_by', 'created_by_name', 'date_created', 'date_lost', 'date_updated', 'date_won', 'expected_value', 'id'],
  ...['integration_links', 'lead_id', 'lead_name', 'note', 'note_html', 'organization_id', 'pipeline_id'],
  ...['pipeline_name', 'status_display_name', 'status_id', 'status_label', 'status_type', 'updated_by'],
  ...['updated_by_name', 'user_id', 'user_name', 'value', 'value_currency', 'value_formatted', 'value_period'],
];

describeDatabases('an opportunity over REST', (opened) => {
  const office = useOffice(opened);
  const create = async (body: object, headers = {}) => office.rest.post('/opportunity/', body, headers);
  const created = async (body: object = {}) => {
    const answer = await create({ lead_id: office.mine.leadId, ...body });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    return answer.body;
  };
  const update = (id: string, body: object, headers = {}) => office.rest.put(`/opportunity/${id}/`, body, headers);
  const updated = async (id: string, body: object, headers = {}) => {
    const answer = await update(id, body, headers);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    return answer.body;
  };
  const fieldErrors = async (body: object) => {
    const answer = await create({ lead_id: office.mine.leadId, ...body });
    expect([answer.status, answer.body.errors]).toEqual([400, []]);
    return answer.body['field-errors'];
  };

  describe('2.1 the object', () => {
    test('has these 34 keys wherever it is shown: created, read, updated, listed, in its lead', async () => {
      const { mine, rest } = office;
      const made = await created();
      const shown = [
        made,
        (await rest.get(`/opportunity/${made.id}/`)).body,
        await updated(made.id, { note: 'x' }),
        (await rest.get(`/opportunity/?id__in=${made.id}`)).body.data[0],
        (await rest.get(`/lead/${mine.leadId}/`)).body.opportunities[0],
      ];
      expect(keys).toHaveLength(34);
      for (const opportunity of shown) expect(Object.keys(opportunity)).toEqual(keys);
    });

    test('2.5 what was not said has its default', async () => {
      const { mine } = office;
      expect(await created()).toEqual({
        ...{ id: expect.stringMatching(/^oppo_[0-9A-Za-z]{43}$/), organization_id: mine.organizationId },
        ...{ lead_id: mine.leadId, lead_name: 'Mine lead', contact_id: null, contact_name: null },
        ...{ user_id: mine.caller.userId, user_name: 'Ada Lovelace' },
        ...{ created_by: mine.caller.userId, created_by_name: 'Ada Lovelace' },
        ...{ updated_by: mine.caller.userId, updated_by_name: 'Ada Lovelace' },
        ...{ status_id: mine.status.open, status_label: 'Open', status_display_name: 'Open', status_type: 'active' },
        ...{ pipeline_id: mine.pipelines.sales, pipeline_name: 'Sales' },
        ...{ value: null, value_period: 'one_time', value_currency: 'USD', value_formatted: '', confidence: 50 },
        ...{ expected_value: null, annualized_value: null, annualized_expected_value: null },
        ...{ note: '', note_html: null, date_won: null, date_lost: null, attachments: [], integration_links: [] },
        date_created: '2026-06-15T10:30:00.000000+00:00',
        date_updated: '2026-06-15T10:30:00.000000+00:00',
      });
    });

    test('1.8 moments are UTC with six digits and +00:00, date_won is a date, ids have their prefixes', async () => {
      const { mine } = office;
      const made = await created({
        ...{ contact_id: mine.contactId, status_id: mine.status.lost, date_won: '2021-07-15' },
        ...{ date_created: '2020-02-29T23:59:59.123Z', date_lost: '2020-03-01T00:00:00+02:00' },
      });
      expect(made).toMatchObject({
        ...{ date_created: '2020-02-29T23:59:59.123000+00:00', date_lost: '2020-02-29T22:00:00.000000+00:00' },
        ...{ date_won: '2021-07-15', contact_id: mine.contactId, contact_name: 'Dee' },
      });
      const prefixes = { id: 'oppo', lead_id: 'lead', contact_id: 'cont', user_id: 'user', status_id: 'stat' };
      for (const [key, prefix] of Object.entries(prefixes)) expect(made[key]).toMatch(new RegExp(`^${prefix}_`));
    });
  });

  describe('2.3 money', () => {
    test('value_formatted has symbol, thousands, cents only if there are some, and the period', async () => {
      const cases = [
        [{ value: 50_000 }, '$500'],
        [{ value: 300_000 }, '$3,000'],
        [{ value: 44_947_800 }, '$449,478'],
        [{ value: 450 }, '$4.50'],
        [{ value: 50_000, value_period: 'annual' }, '$500 annual'],
        [{ value: 500, value_period: 'monthly' }, '$5 monthly'],
        [{ value: 0 }, ''],
        [{ value: null }, ''],
        [{ value: -123 }, '-$1.23'],
      ] as const;
      for (const [body, text] of cases) expect((await created(body)).value_formatted).toBe(text);
    });

    test('2.1 value_currency is what the organization has now', async () => {
      const { id } = await created({ value: 500, value_period: 'monthly' });
      const currency = (code: string) =>
        opened.database.write(({ kysely }) =>
          kysely
            .updateTable('organization')
            .set({ currency: code })
            .where('id', '=', office.mine.organizationId)
            .execute(),
        );
      await currency('GBP');
      const pounds = (await office.rest.get(`/opportunity/${id}/`)).text;
      await currency('USD');
      expect(pounds).toContain('"value_formatted": "\\u00a35 monthly"');
      expect(pounds).toContain('"value_currency": "GBP"');
    });

    test('expected and annualized values are integers, rounded half away from zero', async () => {
      const figures = async (body: object) => {
        const made = await created(body);
        return [made.expected_value, made.annualized_value, made.annualized_expected_value];
      };
      expect(await figures({ value: 50_000, confidence: 50 })).toEqual([25_000, 50_000, 25_000]);
      expect(await figures({ value: 500, value_period: 'monthly', confidence: 33 })).toEqual([165, 6000, 1980]);
      expect(await figures({ value: 500, value_period: 'annual', confidence: 100 })).toEqual([500, 500, 500]);
      expect(await figures({ value: 1, confidence: 50 })).toEqual([1, 1, 1]);
      expect(await figures({ value: -1, confidence: 50 })).toEqual([-1, -1, -1]);
      expect(await figures({ value: null })).toEqual([null, null, null]);
    });

    test('2.2 a sum beyond 2^53 is printed exactly', async () => {
      const lead = (await office.rest.post('/lead/', { name: 'Big' })).body.id;
      for (let i = 0; i < 9; i++) {
        await created({ lead_id: lead, value: 99_999_999_999_999, value_period: 'monthly', confidence: 100 });
      }
      const { text } = await office.rest.get(`/opportunity/?lead_id=${lead}&_limit=0`);
      expect(text).toContain('"total_value_annualized": 10799999999999892,');
      expect(text).toContain('"expected_value_annualized": 10799999999999892,');
      expect(text).toContain('"total_value_annualized_formatted": "$107,999,999,999,998.92"');
    });
  });

  describe('2.5 create', () => {
    test('takes everything that is named', async () => {
      const { mine } = office;
      const [, bo] = mine.userIds;
      const made = await created({
        ...{ contact_id: mine.contactId, user_id: bo, status_id: mine.status.talking, created_by: bo },
        ...{ value: 12_345, value_period: 'monthly', confidence: 33, note: 'Über <b>', date_won: '2027-01-31' },
        date_created: '2020-01-02T03:04:05Z',
      });
      expect(made).toMatchObject({
        ...{ contact_id: mine.contactId, user_id: bo, user_name: 'Bo Diddley', status_id: mine.status.talking },
        ...{ created_by: bo, created_by_name: 'Bo Diddley', updated_by: mine.caller.userId },
        ...{ value: 12_345, value_period: 'monthly', confidence: 33, note: 'Über <b>' },
        ...{ note_html: '<body><p>Über &lt;b&gt;</p></body>', date_won: '2027-01-31' },
        date_created: '2020-01-02T03:04:05.000000+00:00',
      });
    });

    test('2.1 note_html is the note as paragraphs', async () => {
      expect((await created({ note: 'text' })).note_html).toBe('<body><p>text</p></body>');
    });

    test('nothing is required: without a lead there is a new one called Untitled', async () => {
      const { status, body } = await create({});
      expect([status, body.lead_name]).toEqual([200, 'Untitled']);
      expect((await office.rest.get(`/lead/${body.lead_id}/`)).body).toMatchObject({ contacts: [], name: 'Untitled' });
    });

    test('a status by its label, deprecated, in any case and within the pipeline given', async () => {
      const { mine } = office;
      expect((await created({ status: 'talking' })).status_id).toBe(mine.status.talking);
      const renewal = await created({ status: 'Churned', pipeline_id: mine.pipelines.renewals });
      expect(renewal).toMatchObject({ status_id: mine.status.churned, status_type: 'lost' });
      expect((await created({ status: 'Won', status_id: mine.status.open })).status_id).toBe(mine.status.open);
      expect(await fieldErrors({ status: 'Gone' })).toEqual({
        status: expect.stringMatching(/^Not a valid choice\. .*"Gone"/),
      });
      expect(await fieldErrors({ status: 'Won', pipeline_id: mine.pipelines.renewals })).toHaveProperty('status');
    });

    test('a pipeline alone gives its first status; one that is unknown, or not the status’s, is 400', async () => {
      const { mine } = office;
      const made = await created({ pipeline_id: mine.pipelines.renewals });
      expect(made).toMatchObject({ status_id: mine.status.upcoming, pipeline_name: 'Renewals' });
      expect(await fieldErrors({ pipeline_id: 'pipe_none' })).toHaveProperty('pipeline');
      const outside = { pipeline_id: mine.pipelines.renewals, status_id: mine.status.open };
      expect(await fieldErrors(outside)).toEqual({ status: expect.stringContaining('Not a valid choice.') });
    });

    test('null means the default: confidence, period, status and all', async () => {
      const nulls = [
        'status_id',
        'pipeline_id',
        'contact_id',
        'confidence',
        'value',
        'value_period',
        'note',
        'date_won',
      ];
      const body = Object.fromEntries([...nulls, 'date_created', 'status'].map((key) => [key, null]));
      expect(await created(body)).toMatchObject({
        ...{ confidence: 50, value: null, value_period: 'one_time', note: '', date_won: null },
        ...{ status_id: office.mine.status.open, date_created: '2026-06-15T10:30:00.000000+00:00' },
      });
    });

    test('date_won may come with a time, of which the date counts as it is written', async () => {
      const dates = [
        '2027-01-31 00:00:00',
        '2027-01-31T23:30:00-11:00',
        '2027-01-31T00:00:00.000000+00:00',
        '2027-01-31',
      ];
      for (const date_won of dates) expect((await created({ date_won })).date_won).toBe('2027-01-31');
    });

    test('whole objects may be sent: what is read-only or unknown is passed over', async () => {
      const original = await created({ value: 100, note: 'copy me' });
      const { id, status_id, status_label, ...rest } = original;
      const copy = await created({
        ...rest,
        status: status_label,
        nonsense: { a: [1] },
        constructor: 1,
        value_formatted: '$9',
      });
      expect(copy).toMatchObject({ ...rest, status_id });
      expect(copy.id).not.toBe(id);
    });

    test('created as won has a date_won, today where the caller is, and created as lost a date_lost', async () => {
      const { status } = office.mine;
      const won = async (offset: string) =>
        (await create({ status_id: status.won }, { 'x-tz-offset': offset })).body.date_won;
      expect([await won('0'), await won('-11'), await won('13'), await won('14')]).toEqual([
        ...['2026-06-15', '2026-06-14', '2026-06-15', '2026-06-16'],
      ]);
      expect((await created({ status_id: status.won, date_won: '2020-02-02' })).date_won).toBe('2020-02-02');
      expect((await created({ status_id: status.lost })).date_lost).toBe('2026-06-15T10:30:00.000000+00:00');
    });

    test('the same Idempotency-Key gives the same answer and one opportunity, and another body is a conflict', async () => {
      const headers = { 'idempotency-key': 'once' };
      const lead_id = (await office.rest.post('/lead/', { name: 'Once' })).body.id;
      const [first, second] = await Promise.all([create({ lead_id }, headers), create({ lead_id }, headers)]);
      expect(first.status).toBe(200);
      expect(second.text).toBe(first.text);
      expect((await office.rest.get(`/opportunity/?lead_id=${lead_id}`)).body.total_results).toBe(1);
      expect((await create({ lead_id, note: 'other' }, headers)).status).toBe(409);
    });
  });

  describe('2.6 update', () => {
    test('1.1 changes what is named and leaves the rest', async () => {
      const before = await created({ note: 'keep', value: 100, value_period: 'annual' });
      const after = await updated(before.id, { confidence: 80 });
      expect(after).toEqual({
        ...before,
        ...{ confidence: 80, expected_value: 80, annualized_expected_value: 80 },
      });
    });

    test('date_updated and updated_by tell of it', async () => {
      const { id } = await created();
      const [, bo] = office.mine.userIds;
      const hisKey = await office.makeKey(bo);
      const his = openRest(opened, () => hisKey, { clock: () => instant('2026-06-16T00:00:00.5Z') });
      const { body } = await his.put(`/opportunity/${id}/`, { note: 'changed' });
      await his.close();
      expect(body).toMatchObject({
        ...{ updated_by: bo, updated_by_name: 'Bo Diddley', date_updated: '2026-06-16T00:00:00.500000+00:00' },
        ...{ created_by: office.mine.caller.userId, date_created: '2026-06-15T10:30:00.000000+00:00' },
      });
    });

    test('becoming won sets date_won to today in x-tz-offset, unless there is one or one is given; leaving won keeps it', async () => {
      const { status } = office.mine;
      const { id } = await created();
      const east = { 'x-tz-offset': '14' };
      expect((await updated(id, { status_id: status.won }, east)).date_won).toBe('2026-06-16');
      expect((await updated(id, { status_id: status.open })).date_won).toBe('2026-06-16');
      expect((await updated(id, { status_id: status.won })).date_won).toBe('2026-06-16');
      const other = await created({ date_won: '2026-12-31' });
      expect((await updated(other.id, { status_id: status.won })).date_won).toBe('2026-12-31');
      const given = await created();
      const both = { status_id: status.won, date_won: '2020-01-01T10:00:00' };
      expect((await updated(given.id, both)).date_won).toBe('2020-01-01');
    });

    test('becoming lost sets date_lost to now, and leaving lost clears it', async () => {
      const { status } = office.mine;
      const { id } = await created();
      expect((await updated(id, { status_id: status.lost })).date_lost).toBe('2026-06-15T10:30:00.000000+00:00');
      expect((await updated(id, { status: 'Open' })).date_lost).toBeNull();
    });

    test('3.7 each change of status is an activity', async () => {
      const { status } = office.mine;
      const { id } = await created({ value: 500 });
      await updated(id, { status_id: status.talking });
      await updated(id, { status_id: status.won });
      await updated(id, { note: 'no change of status' });
      const { body } = await office.rest.get(`/activity/status_change/opportunity/?opportunity_id=${id}`);
      const seen = body.data.map((change: Record<string, string>) => [
        change.old_status_label,
        change.new_status_label,
      ]);
      expect(seen.toSorted()).toEqual([
        ['Open', 'Talking'],
        ['Talking', 'Won'],
      ]);
    });

    test('null empties what may be empty, and note_html may be written instead of the note', async () => {
      const { mine } = office;
      const { id } = await created({ contact_id: mine.contactId, value: 5, note: 'old', date_won: '2026-01-01' });
      const nulls = { contact_id: null, user_id: null, value: null, note: null, date_won: null };
      expect(await updated(id, nulls)).toMatchObject({ ...nulls, note: '', contact_name: null, user_name: null });
      const html = '<body><p>New &amp; bold</p></body>';
      expect(await updated(id, { note_html: html })).toMatchObject({ note: 'New & bold', note_html: html });
    });

    test('a whole object with one thing edited changes just that', async () => {
      const before = await created({ value: 7, note: 'n', status_id: office.mine.status.won });
      const after = await updated(before.id, { ...before, note: 'edited' });
      expect(after).toEqual({ ...before, note: 'edited', note_html: '<body><p>edited</p></body>' });
    });
  });

  describe('custom fields', () => {
    const define = (name: string, type: string, more: object = {}) =>
      opened.database.write((session) =>
        createCustomField(session, office.mine.caller, { name, type, objectTypes: ['opportunity'], ...more }),
      );

    test('2.5 custom.ID sets, 2.6 null unsets, and a list is replaced as a whole', async () => {
      const product = await define('Product', 'text');
      const days = await define('Days', 'choices', { choices: ['Mon', 'Tue', 'Wed'], acceptsMultipleValues: true });
      const made = await created({ [`custom.${product}`]: 'Basic', [`custom.${days}`]: ['Mon', 'Tue'] });
      expect(made).toMatchObject({ [`custom.${product}`]: 'Basic', [`custom.${days}`]: ['Mon', 'Tue'] });
      const after = await updated(made.id, { [`custom.${product}`]: null, [`custom.${days}`]: ['Wed'] });
      expect(after).not.toHaveProperty(`custom.${product}`);
      expect(after).not.toHaveProperty('custom');
      expect(after[`custom.${days}`]).toEqual(['Wed']);
    });

    test('2.6 .add and .remove change a list by one value; twice is no error', async () => {
      const days = await define('Weekdays', 'choices', { choices: ['Mon', 'Tue', 'Wed'], acceptsMultipleValues: true });
      const { id } = await created({ [`custom.${days}`]: ['Mon'] });
      for (let i = 0; i < 2; i++) {
        expect((await updated(id, { [`custom.${days}.add`]: 'Wed' }))[`custom.${days}`]).toEqual(['Mon', 'Wed']);
      }
      for (let i = 0; i < 2; i++) {
        expect((await updated(id, { [`custom.${days}.remove`]: 'Mon' }))[`custom.${days}`]).toEqual(['Wed']);
      }
      expect(await fieldErrorsOf(id, { [`custom.${days}.add`]: 'Sun' })).toHaveProperty([`custom.${days}.add`]);
    });

    test('the deprecated forms by name: custom.NAME, and an object custom', async () => {
      const colour = await define('Favourite colour', 'text');
      const size = await define('Size', 'number');
      const made = await created({ 'custom.Favourite colour': 'red', custom: { Size: 3 } });
      expect(made).toMatchObject({ [`custom.${colour}`]: 'red', [`custom.${size}`]: 3 });
      const both = { custom: { 'favourite colour': 'green', Size: null }, [`custom.${colour}`]: 'blue' };
      const after = await updated(made.id, both);
      expect(after[`custom.${colour}`]).toBe('blue');
      expect(after).not.toHaveProperty(`custom.${size}`);
    });

    test('3.3 users are taken by id or exact name and given as id, dates as they are', async () => {
      const { userIds, contactId } = office.mine;
      const who = await define('Who', 'user');
      const when = await define('When', 'date');
      const at = await define('At', 'datetime');
      const whom = await define('Whom', 'contact', { acceptsMultipleValues: true });
      const made = await created({
        ...{ [`custom.${who}`]: 'Bo Diddley', [`custom.${when}`]: '2014-06-12', [`custom.${whom}`]: [contactId] },
        [`custom.${at}`]: '2014-06-12T10:00:00+02:00',
      });
      expect(made).toMatchObject({
        ...{ [`custom.${who}`]: userIds[1], [`custom.${when}`]: '2014-06-12', [`custom.${whom}`]: [contactId] },
        [`custom.${at}`]: '2014-06-12T08:00:00.000000+00:00',
      });
    });

    test('3.3 what is wrong is told under the key that was sent', async () => {
      const count = await define('Count', 'number');
      expect(await fieldErrors({ [`custom.${count}`]: 'many' })).toHaveProperty([`custom.${count}`]);
      expect(await fieldErrors({ 'custom.Count': 'many' })).toHaveProperty(['custom.Count']);
      expect(await fieldErrors({ custom: { Count: 'many' } })).toHaveProperty('custom');
      expect(await fieldErrors({ 'custom.cf_none': 1 })).toHaveProperty(['custom.cf_none']);
      expect(await fieldErrors({ 'custom.No such': 1 })).toHaveProperty(['custom.No such']);
      expect(await fieldErrors({ custom: 'text' })).toEqual({ custom: 'Value must be of dict type.' });
    });

    const fieldErrorsOf = async (id: string, body: object) => (await update(id, body)).body['field-errors'];
  });

  describe('1.9 what is wrong', () => {
    test('a reference to nothing, or to what is another organization’s, is told under the name without _id', async () => {
      const { theirs } = office;
      const missing = 'Object does not exist.';
      expect(await fieldErrors({ lead_id: 'lead_none' })).toEqual({ lead: missing });
      expect(await fieldErrors({ lead_id: theirs.leadId })).toEqual({ lead: missing });
      expect(await fieldErrors({ contact_id: theirs.contactId })).toEqual({ contact: missing });
      expect(await fieldErrors({ status_id: theirs.status.open })).toEqual({
        status: expect.stringMatching(/^Not a valid choice\. /),
      });
      expect(await fieldErrors({ user_id: theirs.userIds[0] })).toHaveProperty('user');
    });

    test('a wrong type is told in the words of the source API, a wrong value in ours', async () => {
      expect(await fieldErrors({ note: 5 })).toEqual({ note: 'Value must be of basestring type.' });
      expect(await fieldErrors({ lead_id: ['x'] })).toEqual({ lead: 'Value must be of basestring type.' });
      expect(await fieldErrors({ value: '5' })).toEqual({ value: 'Value must be of int type.' });
      expect(await fieldErrors({ value: 1.5 })).toEqual({ value: 'Value must be of int type.' });
      expect(await fieldErrors({ confidence: 101 })).toHaveProperty('confidence');
      expect(await fieldErrors({ value: 1e15 })).toHaveProperty('value');
      expect(await fieldErrors({ value_period: 'weekly' })).toHaveProperty('value_period');
      expect(await fieldErrors({ date_won: 'soon' })).toHaveProperty('date_won');
      expect(await fieldErrors({ date_created: 'soon' })).toHaveProperty('date_created');
      expect(await fieldErrors({ note: 'a\u0000b' })).toHaveProperty('note');
    });

    test('nothing is stored of what is wrong', async () => {
      const { id, note } = await created({ note: 'before' });
      expect((await update(id, { note: 'after', confidence: 101 })).status).toBe(400);
      expect((await office.rest.get(`/opportunity/${id}/`)).body.note).toBe(note);
    });

    test('what is missing is 404, to read, change and delete, and a malformed id is no different', async () => {
      const body = { error: 'Empty query: Opportunity matching query does not exist.' };
      const theirs = (await office.theirRest.post('/opportunity/', {})).body.id;
      for (const id of ['oppo_none', 'wobble', '%00', theirs]) {
        const path = `/opportunity/${id}/`;
        expect(await office.rest.get(path)).toMatchObject({ status: 404, body });
        expect(await office.rest.put(path, { note: 'x' })).toMatchObject({ status: 404, body });
        expect(await office.rest.delete(path)).toMatchObject({ status: 404, body });
      }
    });

    test('a body that is no JSON object is 400, and one that is called something else is asked for', async () => {
      const send = async (body: string, type?: string) => {
        const key = { authorization: `Bearer ${await office.makeKey(office.mine.caller.userId)}` };
        const headers = { ...key, ...(type && { 'content-type': type }) };
        const request = { method: 'POST', headers, body: new TextEncoder().encode(body) };
        const { status, body: answer } = await office.rest.send('/opportunity/', request);
        return [status, answer.error];
      };
      const json = 'application/json';
      expect(await send('{"note": ', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('{"value": NaN}', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('{"value": Infinity}', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('', json)).toEqual([400, 'The request contains invalid JSON.']);
      expect(await send('[]', json)).toEqual([400, 'JSON data must be a dict.']);
      expect(await send('null', json)).toEqual([400, 'JSON data must be a dict.']);
      const wanted = "Please send valid JSON with a 'Content-Type: application/json' header.";
      expect(await send('{}')).toEqual([400, wanted]);
      expect(await send('a=b', 'application/x-www-form-urlencoded')).toEqual([415, wanted]);
      expect((await send('{}', 'application/json; charset=utf-8'))[0]).toBe(200);
      expect((await send(`{"note": "${'x'.repeat(1_000_001)}"}`, json))[0]).toBe(413);
    });
  });

  describe('delete', () => {
    test('1.1 is 200 with an empty object and three bytes, and 404 the second time', async () => {
      const { id } = await created();
      const answer = await office.rest.delete(`/opportunity/${id}/`);
      expect([answer.status, answer.text]).toEqual([200, '{}\n']);
      expect((await office.rest.delete(`/opportunity/${id}/`)).status).toBe(404);
      expect((await office.rest.get(`/opportunity/${query({ id__in: id })}`)).body.total_results).toBe(0);
    });
  });
});
