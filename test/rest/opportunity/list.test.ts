/** The list of opportunities: pages, fields, filters and orders (1.5 to 1.8, 2.2, 2.4). */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { sorted } from '../../model.ts';
import type { ModelRow } from '../../sample.ts';
import { query } from '../client.ts';
import { countsOf, spans, sumsOf } from '../figures.ts';
import { useSample } from '../sample.ts';

describeDatabases('opportunities over REST', (opened) => {
  const sample = useSample(opened);

  const list = async (params: Record<string, string | number>) =>
    (await sample.rest.get(`/opportunity/${query(params)}`)).body;
  const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);
  const all = async (params: Record<string, string | number>) => {
    const body = await list({ ...params, _limit: 250, _fields: 'id' });
    expect(body.total_results).toBe(body.data.length);
    return idsOf(body).toSorted();
  };
  const idsWhere = (holds: (row: ModelRow) => boolean) =>
    sample.mine.rows
      .filter(holds)
      .map(({ id }) => id)
      .toSorted();

  describe('1.5 pages', () => {
    test('_skip is 0 and _limit 100 where nothing is said', async () => {
      const body = await list({});
      expect(body.data).toHaveLength(100);
      expect(body).toMatchObject({ has_more: true, total_results: 150 });
      expect(idsOf(body)).toEqual(idsOf(await list({ _skip: 0, _limit: 100 })));
    });

    test('walking them gives each opportunity once, and has_more is false on the last one only', async () => {
      const seen: string[] = [];
      const more: boolean[] = [];
      for (let skip = 0; skip < 150; skip += 45) {
        const body = await list({ _skip: skip, _limit: 45, _fields: 'id' });
        seen.push(...idsOf(body));
        more.push(body.has_more);
      }
      expect(more).toEqual([true, true, true, false]);
      expect(seen.toSorted()).toEqual(idsWhere(() => true));
      expect(await list({ _skip: 1000 })).toMatchObject({ data: [], has_more: false, total_results: 150 });
    });

    test('_limit=0 gives figures alone, and has_more tells whether anything matches', async () => {
      expect(await list({ _limit: 0 })).toMatchObject({ data: [], has_more: true, total_results: 150 });
      expect(await list({ _limit: 0, lead_id: 'lead_none' })).toMatchObject({
        data: [],
        has_more: false,
        total_results: 0,
      });
    });

    test('250 are possible and more are not: 400 with the largest limit', async () => {
      expect((await list({ _limit: 250 })).data).toHaveLength(150);
      expect(await sample.rest.get('/opportunity/?_limit=251')).toMatchObject({
        status: 400,
        body: { errors: [], 'field-errors': { _limit: 'Input should be less than or equal to 250' } },
      });
    });

    test('what is no count is 400', async () => {
      for (const [params, error] of [
        ['_limit=x', '_limit must be an integer (got "x" instead).'],
        ['_limit=1.5', '_limit must be an integer (got "1.5" instead).'],
        ['_skip=-1', '_skip must be a non-negative integer (got "-1" instead).'],
      ]) {
        expect(await sample.rest.get(`/opportunity/?${params}`)).toMatchObject({ status: 400, body: { error } });
      }
    });
  });

  describe('1.6 _fields', () => {
    test('gives only what it names, passes over what there is not, and leaves the figures of the list', async () => {
      const body = await list({ _fields: 'id,value,nothing,user_name', _limit: 5 });
      expect(Object.keys(body.data[0])).toEqual(['id', 'user_name', 'value']);
      expect(body).toMatchObject({ total_results: 150, total_value_annual: expect.any(Number) });
    });

    test('empty gives empty objects, with all figures', async () => {
      const body = await list({ _fields: '', _limit: 2 });
      expect(body.data).toEqual([{}, {}]);
      expect(body.total_results).toBe(150);
    });

    test('_all gives everything, what is there only on demand too', async () => {
      const [opportunity] = (await list({ _fields: '_all', _limit: 1 })).data;
      const [usual] = (await list({ _limit: 1 })).data;
      expect(opportunity).toMatchObject({ ...usual, is_stalled: false, lead_primary_email: null });
      expect(Object.keys(opportunity)).toHaveLength(Object.keys(usual).length + 6);
      expect(usual).not.toHaveProperty('is_stalled');
    });

    test('custom gives all custom fields and custom.ID one', async () => {
      const row = sample.mine.rows.find(({ product, seats }) => product !== null && seats !== null);
      const one = async (fields: string) => (await sample.rest.get(`/opportunity/${row?.id}/?_fields=${fields}`)).body;
      const [product, seats] = [`custom.${sample.mine.productFieldId}`, `custom.${sample.mine.seatsFieldId}`];
      expect(await one('id,custom')).toEqual({ id: row?.id, [product]: row?.product, [seats]: row?.seats });
      expect(await one(seats)).toEqual({ [seats]: row?.seats });
    });

    test('each field by itself is what it is among all others', async () => {
      const id = sample.mine.rows.find(({ product, value }) => product !== null && value !== null)?.id;
      const whole = (await sample.rest.get(`/opportunity/${id}/?_fields=_all`)).body;
      for (const [name, value] of Object.entries(whole)) {
        expect((await sample.rest.get(`/opportunity/${id}/?_fields=${name}`)).body).toEqual({ [name]: value });
      }
    });

    test('spares the database what is not asked for', async () => {
      await list({ _fields: 'id,value' });
      const [rows] = sample.rest.statements;
      expect(sample.rest.statements).toHaveLength(2);
      expect(rows).toContain('value');
      expect(rows).not.toMatch(/note|lead_id/);
      await list({ _fields: 'lead_name' });
      expect(sample.rest.statements).toHaveLength(2);
    });

    test('a list takes as many statements whatever its length', async () => {
      await list({ _limit: 1 });
      const statements = sample.rest.statements.length;
      await list({ _limit: 150 });
      expect(sample.rest.statements.length).toBe(statements);
      expect(statements).toBeLessThanOrEqual(4);
    });
  });

  describe('2.4 filters', () => {
    const first = () => sample.mine.rows[0] as ModelRow;

    test('ids, labels, types and periods, one or several of them', async () => {
      const { leadId, userId, statusId, pipelineId } = sample.mine.rows.find((row) => row.userId !== null) as ModelRow;
      const other = sample.mine.rows.find((row) => row.statusId !== statusId)?.statusId ?? '';
      const someoneElse = sample.mine.rows.find((row) => row.userId !== null && row.userId !== userId)?.userId ?? '';
      const cases: [Record<string, string>, (row: ModelRow) => boolean][] = [
        [{ lead_id: leadId }, (row) => row.leadId === leadId],
        [{ lead_id__exact: leadId }, (row) => row.leadId === leadId],
        [{ user_id: userId ?? '' }, (row) => row.userId === userId],
        [{ user_id__in: `${userId},${someoneElse}` }, (row) => [userId, someoneElse].includes(row.userId)],
        [{ status_id: statusId }, (row) => row.statusId === statusId],
        [{ status_id__in: `${statusId},${other}` }, (row) => [statusId, other].includes(row.statusId)],
        [{ status_type: 'won' }, (row) => row.statusType === 'won'],
        [{ status_type__in: 'active,won' }, (row) => row.statusType !== 'lost'],
        [{ status_label: 'won' }, (row) => row.statusLabel === 'Won'],
        [{ status: 'Won' }, (row) => row.statusLabel === 'Won'],
        [{ status__in: 'won,Lost' }, (row) => ['Won', 'Lost'].includes(row.statusLabel)],
        [{ status_label__in: 'OPEN,"Churned, gone"' }, (row) => ['Open', 'Churned, gone'].includes(row.statusLabel)],
        [{ value_period: 'monthly' }, (row) => row.valuePeriod === 'monthly'],
        [{ value_period__in: 'monthly,annual' }, (row) => row.valuePeriod !== 'one_time'],
        [{ pipeline_id: pipelineId }, (row) => row.pipelineId === pipelineId],
        [{ contact_id: 'cont_none' }, () => false],
        [{ organization_id: sample.mine.caller.organizationId }, () => true],
        [{ organization_id: 'orga_none' }, () => false],
        [{ id__in: `${first().id},oppo_none` }, (row) => row.id === first().id],
        [
          { status_type: 'won', value_period: 'annual' },
          (row) => row.statusType === 'won' && row.valuePeriod === 'annual',
        ],
      ];
      for (const [params, holds] of cases) expect([params, await all(params)]).toEqual([params, idsWhere(holds)]);
    });

    test('1.7 an empty value finds what has none', async () => {
      expect(await all({ user_id: '' })).toEqual(idsWhere(({ userId }) => userId === null));
      expect(await all({ date_won: '' })).toEqual(idsWhere(({ dateWon }) => dateWon === null));
      const { userId } = sample.mine.rows.find((row) => row.userId !== null) as ModelRow;
      expect(await all({ user_id__in: `,${userId}` })).toEqual(
        idsWhere((row) => row.userId === null || row.userId === userId),
      );
      expect(await all({ id__in: '' })).toEqual([]);
      expect(await all({ date_created__gte: '' })).toEqual(idsWhere(() => true));
    });

    test('dates compare with days and with moments, and a moment of date_won counts by its date', async () => {
      const moment = Date.UTC(2025, 11, 29, 12);
      const cases: [Record<string, string>, (row: ModelRow) => boolean][] = [
        [{ date_created__gte: '2025-12-29T12:00:00Z' }, (row) => row.dateCreated >= moment],
        [{ date_created__gt: '2025-12-29' }, (row) => row.dateCreated >= Date.UTC(2025, 11, 30)],
        [{ date_created__lt: '2025-12-29T12:00:00.000000+00:00' }, (row) => row.dateCreated < moment],
        [{ date_created__lt: '2025-12-29T14:00:00+02:00' }, (row) => row.dateCreated < moment],
        // As a raw + arrives.
        [{ date_created__lt: '2025-12-29T14:00:00 02:00' }, (row) => row.dateCreated < moment],
        [{ date_created__gte: '2025-12-29T12:00:00.000000 0000' }, (row) => row.dateCreated >= moment],
        [{ date_created__lte: '2025-12-29T12:00:00' }, (row) => row.dateCreated <= moment],
        [{ date_updated__gte: '2025-12-29' }, (row) => row.dateUpdated >= Date.UTC(2025, 11, 29)],
        [{ date_won__gte: '2026-01-01' }, (row) => row.dateWon !== null && row.dateWon >= '2026-01-01'],
        [{ date_won__lte: '2026-01-01T23:00:00-11:00' }, (row) => row.dateWon !== null && row.dateWon <= '2026-01-01'],
        [{ date_won: first().dateWon ?? '2026-01-01' }, (row) => row.dateWon === (first().dateWon ?? '2026-01-01')],
      ];
      for (const [params, holds] of cases) expect([params, await all(params)]).toEqual([params, idsWhere(holds)]);
    });

    test('each date compares in each way with a day, which is the whole day', async () => {
      const days = { date_created: '2025-12-29', date_updated: '2025-12-30', date_won: '2026-01-05' };
      const dayOf: Record<string, (row: ModelRow) => string | null> = {
        date_created: (row) => new Date(row.dateCreated).toISOString().slice(0, 10),
        date_updated: (row) => new Date(row.dateUpdated).toISOString().slice(0, 10),
        date_won: (row) => row.dateWon,
      };
      const comparisons: Record<string, (a: string, b: string) => boolean> = {
        ...{ '': (a, b) => a === b, __exact: (a, b) => a === b },
        ...{ __lt: (a, b) => a < b, __lte: (a, b) => a <= b, __gt: (a, b) => a > b, __gte: (a, b) => a >= b },
      };
      for (const [name, day] of Object.entries(days)) {
        for (const [suffix, holds] of Object.entries(comparisons)) {
          const found = idsWhere((row) => {
            const own = dayOf[name]?.(row) ?? null;
            return own !== null && holds(own, day);
          });
          expect(found.length, name + suffix).toBeGreaterThan(0);
          expect([name, suffix, await all({ [name + suffix]: day })]).toEqual([name, suffix, found]);
        }
      }
    });

    test('the first and the last days there are', async () => {
      const east = { 'x-tz-offset': '14' };
      const count = async (params: Record<string, string>) =>
        (await sample.rest.get(`/opportunity/${query({ ...params, _limit: 0 })}`, east)).body.total_results;
      expect(await count({ date_created__gte: '0001-01-01' })).toBe(150);
      expect(await count({ date_created__lte: '9999-12-31' })).toBe(150);
      for (const beyond of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', '0000-01-01', '10000-01-01']) {
        const answer = await sample.rest.get(`/opportunity/${query({ date_created__gte: beyond })}`);
        expect([beyond, answer.status]).toEqual([beyond, 400]);
      }
    });

    test('1.7 the plus of a zone may have become a blank', async () => {
      const { body } = await sample.rest.get('/opportunity/?date_created__lt=2025-12-29T12:00:00+00:00&_limit=0');
      expect(body.total_results).toBe(idsWhere(({ dateCreated }) => dateCreated < Date.UTC(2025, 11, 29, 12)).length);
    });

    test('1.7 what the source API does not know is passed over: date_lost__gte, limit, anything', async () => {
      expect(await all({ date_lost__gte: '2100-01-01', limit: 1, constructor: 'x', __proto__: 'y' })).toHaveLength(150);
    });

    test('what the gateway has nothing of is said so: nothing is stalled', async () => {
      expect(await all({ is_stalled: 'true' })).toEqual([]);
      expect(await all({ is_stalled: 'false' })).toHaveLength(150);
    });

    test('a value that is none of the words, or no date, is 400 and names the parameter', async () => {
      for (const [params, name] of [
        ['status_type=wone', 'status_type'],
        ['status_type__in=active,wone', 'status_type'],
        ['value_period=weekly', 'value_period'],
        ['lead_saved_search_id=save_x', 'lead_saved_search_id'],
        ['date_won__gte=yesterday', 'date_won'],
        ['date_created__lt=2025-02-30', 'date_created'],
        ['_group_by=lead_id', '_group_by'],
        ['lead_id=%00', 'lead_id'],
        ['status_label__in=a,%00', 'status_label'],
      ] as const) {
        const { status, body } = await sample.rest.get(`/opportunity/?${params}`);
        expect([params, status, body.errors, Object.keys(body['field-errors'])]).toEqual([params, 400, [], [name]]);
        expect(body['field-errors'][name]).toBeTypeOf('string');
      }
    });

    test('query and lead_query search, and bad ones say where and what was meant', async () => {
      expect(await all({ query: 'note:launch' })).toEqual(idsWhere(({ note }) => note.includes('launch')));
      expect(await all({ query: 'status_type: active' })).toEqual(
        idsWhere(({ statusType }) => statusType === 'active'),
      );
      expect(await all({ query: 'opportunity_status_type:active', value_period: 'annual' })).toEqual(
        idsWhere(({ statusType, valuePeriod }) => statusType === 'active' && valuePeriod === 'annual'),
      );
      expect(await all({ lead_query: 'name:acme' })).toEqual(idsWhere(({ leadName }) => /acme/i.test(leadName)));
      expect(await all({ query: 'status_type:won', lead_query: 'acme' })).toEqual(
        idsWhere(({ leadName, statusType }) => statusType === 'won' && /acme/i.test(leadName)),
      );
      expect(await sample.rest.get('/opportunity/?query=FOO')).toMatchObject({
        status: 200,
        body: { data: [], total_results: 0 },
      });
      const bad = await sample.rest.get('/opportunity/?lead_query=stauts:x');
      expect(bad).toMatchObject({ status: 400, body: { errors: [] } });
      expect(bad.body['field-errors'].lead_query).toMatch(/Did you mean `status`/);
    });
  });

  describe('2.4 orders', () => {
    const named = (field: string) => field;
    const fields = [
      ...['date_won', 'date_updated', 'date_created', 'confidence', 'user_name'],
      ...['value', 'annualized_value', 'annualized_expected_value'],
    ];

    test('each of them, both ways, those without a value last', async () => {
      for (const field of fields) {
        for (const descending of [false, true]) {
          const body = await list({ _order_by: `${descending ? '-' : ''}${field}`, _limit: 250, _fields: 'id' });
          const expected = sorted(sample.mine.rows, [{ field, descending }], named).map(({ id }) => id);
          expect([field, descending, idsOf(body)]).toEqual([field, descending, expected]);
        }
      }
    });

    test('2.2 newest first where none is said, 1.7 or one that there is not', async () => {
      const expected = sorted(sample.mine.rows, [{ field: 'date_created', descending: true }], named).map(
        ({ id }) => id,
      );
      const orders: Record<string, string>[] = [{}, { _order_by: 'wrong' }, { _order_by: 'value,confidence' }];
      for (const order of orders) {
        expect(idsOf(await list({ ...order, _limit: 250, _fields: 'id' }))).toEqual(expected);
      }
    });

    test('sort: in the query, unless _order_by says otherwise', async () => {
      const byValue = sorted(sample.mine.rows, [{ field: 'value', descending: true }], named).map(({ id }) => id);
      expect(idsOf(await list({ query: 'sort:-value', _limit: 250, _fields: 'id' }))).toEqual(byValue);
      const byConfidence = sorted(sample.mine.rows, [{ field: 'confidence', descending: false }], named).map(
        ({ id }) => id,
      );
      const both = { query: 'sort:-value', _order_by: 'confidence', _limit: 250, _fields: 'id' };
      expect(idsOf(await list(both))).toEqual(byConfidence);
    });
  });

  describe('2.2 figures', () => {
    test('are there by these 20 names, exact, over all matches, and the same on each page', async () => {
      const first = await list({ _limit: 45 });
      const second = await list({ _limit: 45, _skip: 45 });
      const { data: _1, has_more: _2, ...figures } = first;
      const { data: _3, has_more: _4, ...same } = second;
      expect(same).toEqual(figures);
      expect(Object.keys(first)).toHaveLength(20);
      const { total_results, count_by_value_period, ...amounts } = figures;
      expect(amounts).toEqual(sumsOf(sample.mine.rows));
      expect(total_results).toBe(150);
      expect(count_by_value_period).toEqual(countsOf(sample.mine.rows));
    });

    test('count_by_value_period holds only periods that occur, and nothing when nothing matches', async () => {
      const monthly = await list({ value_period: 'monthly' });
      expect(Object.keys(monthly.count_by_value_period)).toEqual(['monthly']);
      const nothing = await list({ lead_id: 'lead_none' });
      expect(nothing).toMatchObject({ data: [], has_more: false, total_results: 0, count_by_value_period: {} });
      for (const span of spans) {
        for (const figure of [`total_value_${span}`, `expected_value_${span}`]) {
          expect([figure, nothing[figure], nothing[`${figure}_formatted`]]).toEqual([figure, 0, null]);
        }
      }
    });

    test('opportunities without a value are counted and add nothing', async () => {
      const ids = sample.mine.rows.filter(({ value }) => value === null).map(({ id }) => id);
      const body = await list({ id__in: ids.join(',') });
      expect(body.total_results).toBe(ids.length);
      expect(body.total_value_annualized).toBe(0);
    });

    test('annualized has one_time at face value', async () => {
      const body = await list({ value_period: 'one_time' });
      expect(body.total_value_annualized).toBe(body.total_value_one_time);
    });
  });
});
