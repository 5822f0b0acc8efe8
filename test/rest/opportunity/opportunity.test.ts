/** One opportunity: what it looks like (2.1, 2.3, 1.8) and how it is made (2.5). */
import { describe, expect, test, vi } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { useOffice } from '../office.ts';
import { writerOf } from '../writer.ts';

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
  const { create, created, updated, fieldErrors } = writerOf(office);

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

  test('1.6 lead_primary_email and _phone, on demand, are those of the first contact who has one', async () => {
    const { rest } = office;
    const contacts = [
      { name: 'No way', emails: [], phones: [] },
      { name: 'By mail', emails: [{ email: 'a@lead.example' }, { email: 'b@lead.example' }] },
      { name: 'Both', emails: [{ email: 'c@lead.example' }], phones: [{ phone: '+1 650 555 0100' }] },
    ];
    const lead = (await rest.post('/lead/', { name: 'Reachable', contacts })).body;
    const made = await created({ lead_id: lead.id });
    const { body } = await rest.get(`/opportunity/${made.id}/?_fields=lead_primary_email,lead_primary_phone`);
    expect(body).toEqual({ lead_primary_email: 'a@lead.example', lead_primary_phone: '+1 650 555 0100' });
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
      const shown = async () => (await office.rest.get(`/opportunity/${id}/`)).text;
      // What a key opens is remembered for a second, and this is a change behind the gateway's back.
      await currency('GBP');
      await vi.waitFor(async () => expect(await shown()).toContain('"value_currency": "GBP"'), 60_000);
      const pounds = await shown();
      await currency('USD');
      await vi.waitFor(async () => expect(await shown()).toContain('"value_currency": "USD"'), 60_000);
      expect(pounds).toContain('"value_formatted": "\\u00a35 monthly"');
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

    test('2.2 sums add one-time amounts at face value and monthly ones twelve times, and are formatted without a period', async () => {
      const lead_id = (await office.rest.post('/lead/', { name: 'Sums' })).body.id;
      await created({ lead_id, value: 1_723_684_820 });
      await created({ lead_id, value: 500, value_period: 'monthly' });
      expect((await office.rest.get(`/opportunity/?lead_id=${lead_id}`)).body).toMatchObject({
        ...{ total_value_one_time: 1_723_684_820, total_value_one_time_formatted: '$17,236,848.20' },
        ...{ total_value_monthly: 500, total_value_monthly_formatted: '$5' },
        ...{ total_value_annual: 0, total_value_annual_formatted: null },
        ...{ total_value_annualized: 1_723_690_820, total_value_annualized_formatted: '$17,236,908.20' },
      });
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
});
