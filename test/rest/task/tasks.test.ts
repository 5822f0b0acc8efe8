/** `/task/`: what programs of the source API do with tasks, on both databases. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

// Now is 2026-06-15 12:00 UTC.
describeDatabases('tasks over REST', (opened) => {
  const office = useOffice(opened);
  const make = (body: object = {}) => ok(office.rest.post('/task/', { lead_id: office.mine.leadId, ...body }));
  const list = async (params: Record<string, string | number> = {}, headers = {}) =>
    ids(await ok(office.rest.get(`/task/${query({ lead_id: office.mine.leadId, ...params })}`, headers)));

  test('a task of nothing but a text is not due, stands under today, and is the caller’s', async () => {
    const { mine } = office;
    const made = await make({ text: 'Call back' });
    expect(made).toMatchObject({
      ...{ _type: 'lead', text: 'Call back', lead_id: mine.leadId, contact_id: null, priority: 'medium' },
      ...{ date: '2026-06-15', due_date: null, is_dateless: true, is_complete: false, view: 'inbox' },
      ...{ assigned_to: mine.caller.userId, created_by: mine.caller.userId, updated_by: mine.caller.userId },
    });
    expect(await ok(office.rest.get(`/task/${made.id}/`))).toEqual(made);
    expect(made.lead_name).toEqual(expect.any(String));
  });

  test('is done, and is to be done again', async () => {
    const made = await make({ text: 'Done', date: '2026-07-01' });
    expect(made).toMatchObject({ date: '2026-07-01', due_date: '2026-07-01', is_dateless: false, view: 'future' });
    const done = await ok(office.rest.put(`/task/${made.id}/`, { is_complete: true }));
    const { date_updated, object_id } = done;
    const notice = { object_id, object_type: 'taskcompleted' };
    expect(done).toEqual({ ...made, ...notice, is_complete: true, view: 'archive', date_updated });
    const same = await ok(office.rest.put(`/task/${made.id}/`, { ...done }));
    expect(same).toEqual(done);
    expect(await ok(office.rest.put(`/task/${made.id}/`, { is_complete: false }))).toMatchObject({ view: 'future' });
  });

  test('once done tells the notice of it, which the source API calls its object', async () => {
    const { rest } = office;
    const { id, object_id, object_type } = await make({ text: 'noticed' });
    expect([object_id, object_type]).toEqual([null, null]);
    const noticeOf = async () => {
      const { object_id: notice, object_type: type } = await ok(rest.get(`/task/${id}/`));
      return [notice, type];
    };
    const change = (is_complete: boolean) => ok(rest.put(`/task/${id}/`, { is_complete }));
    expect((await change(true)).object_id).toMatch(/^acti_/);
    await change(false);
    expect(await noticeOf()).toEqual([null, null]);
    await change(true);
    const notices = (await ok(rest.get(`/activity/task_completed/?task_id=${id}`))).data;
    expect(notices).toHaveLength(2);
    expect(await noticeOf()).toEqual([notices[0].id, 'taskcompleted']);
    const { data } = await ok(rest.get(`/task/?id=${id}&_fields=object_type`));
    expect(data).toEqual([{ object_type: 'taskcompleted' }]);
    for (const notice of notices) await rest.delete(`/activity/task_completed/${notice.id}/`);
    expect(await noticeOf()).toEqual([null, null]);
  });

  test('sent back whole, one that is not due stays so', async () => {
    const made = await make({ text: 'Whenever' });
    const back = await ok(office.rest.put(`/task/${made.id}/`, { ...made, text: 'Some day' }));
    expect(back).toMatchObject({ text: 'Some day', is_dateless: true, date: made.date, due_date: null });
  });

  test('is due at a moment, whose day is that of the clocks', async () => {
    const made = await make({ text: 'Late', date: '2026-06-15T23:30:00+00:00' });
    expect(made).toMatchObject({ date: '2026-06-15T23:30:00.000000+00:00', view: 'inbox' });
    const tomorrow = await ok(office.rest.get(`/task/${made.id}/`, { 'x-tz-offset': '2' }));
    expect(tomorrow.view).toBe('future');
    expect(await list({ view: 'future' }, { 'x-tz-offset': '2' })).toContain(made.id);
    expect(await list({ view: 'future' })).not.toContain(made.id);
    expect(await list({ date__gte: '2026-06-16' }, { 'x-tz-offset': '2' })).toContain(made.id);
    expect(await list({ date__lt: '2026-06-16' })).toContain(made.id);
  });

  test('filters, views and orders of the list say what the tasks say', async () => {
    const { rest, mine } = office;
    const lead = await ok(rest.post('/lead/', { name: 'Filtered' }));
    const of = { lead_id: lead.id };
    const [, bo] = mine.userIds;
    const early = await make({ ...of, text: 'early', date: '2026-01-01', assigned_to: bo, priority: 'high' });
    const late = await make({ ...of, text: 'late', date: '2026-12-01' });
    const never = await make({ ...of, text: 'never' });
    const done = await make({ ...of, text: 'done', date: '2026-02-01', is_complete: true });
    const found = (params: Record<string, string | number>) => list({ ...of, _order_by: 'date', ...params });
    expect(await found({})).toEqual([early, done, never, late].map(({ id }) => id));
    expect(await found({ _order_by: '-date' })).toEqual([late, never, done, early].map(({ id }) => id));
    expect(await found({ assigned_to: bo })).toEqual([early.id]);
    expect(await found({ is_complete: 'true' })).toEqual([done.id]);
    expect(await found({ is_complete: 'false' })).toEqual([early.id, never.id, late.id]);
    expect(await found({ view: 'inbox' })).toEqual([early.id, never.id]);
    expect(await found({ view: 'future' })).toEqual([late.id]);
    expect(await found({ view: 'archive' })).toEqual([done.id]);
    expect(await found({ due_date__lte: '2026-12-31' })).toEqual([early.id, done.id, late.id]);
    expect(await found({ due_date: '' })).toEqual([never.id]);
    expect(await found({ date__gte: '2026-06-15', date__lt: '2026-12-01' })).toEqual([never.id]);
    expect(await found({ _type: 'lead', priority: 'high' })).toEqual([early.id]);
    expect(await found({ _type: 'outgoing_call' })).toEqual([]);
    const page = await ok(rest.get(`/task/${query({ ...of, _limit: 1 })}`));
    expect(page).toMatchObject({ has_more: true, total_results: 4 });
    const whole = await ok(rest.get(`/lead/${lead.id}/`));
    expect(whole.tasks).toEqual([early, done, never, late]);
  });

  test('many at once: those that the filters find, and only those', async () => {
    const { rest, mine } = office;
    const lead = await ok(rest.post('/lead/', { name: 'Many' }));
    const [, bo] = mine.userIds;
    const made = [await make({ lead_id: lead.id }), await make({ lead_id: lead.id }), await make({})];
    const [a, b, other] = made.map(({ id }) => id);
    expect(await ok(rest.put(`/task/?id__in=${a},${b}`, { assigned_to: bo, is_complete: true }))).toEqual({});
    const changed = await ok(rest.get(`/task/?lead_id=${lead.id}`));
    expect(changed.data).toMatchObject([a, b].map(() => ({ assigned_to: bo, is_complete: true })));
    expect(await ok(rest.get(`/task/${other}/`))).toMatchObject({ is_complete: false });
    expect((await rest.put('/task/', { is_complete: true })).status).toBe(400);
    expect((await rest.put(`/task/?lead_id=${lead.id}`, { assigned_to: 'user_nobody' })).body).toEqual({
      ...{ errors: [], 'field-errors': { assigned_to: 'Object does not exist.' } },
    });
  });

  test('goes with its lead, and outlives its contact', async () => {
    const { rest } = office;
    const lead = await ok(rest.post('/lead/', { name: 'Going', contacts: [{ name: 'Eve' }] }));
    const [{ id: contact_id }] = lead.contacts;
    const made = await make({ lead_id: lead.id, contact_id });
    expect(made).toMatchObject({ contact_id, contact_name: 'Eve' });
    const inferred = await ok(rest.post('/task/', { contact_id }));
    expect(inferred.lead_id).toBe(lead.id);
    await ok(rest.delete(`/contact/${contact_id}/`));
    expect(await ok(rest.get(`/task/${made.id}/`))).toMatchObject({ contact_id: null, contact_name: null });
    const { id: second } = await ok(rest.post('/contact/', { lead_id: lead.id, name: 'Adam' }));
    await make({ lead_id: lead.id, contact_id: second });
    await ok(rest.delete(`/lead/${lead.id}/`));
    expect((await rest.get(`/task/${made.id}/`)).status).toBe(404);
  });

  describe('what is wrong is told, and nothing is stored', () => {
    const cases: readonly (readonly [object, Record<string, string>])[] = [
      [{ lead_id: 'wibble' }, { lead: 'Object does not exist.' }],
      [{ contact_id: 'cont_none' }, { contact: 'Object does not exist.' }],
      [{ assigned_to: 'user_none' }, { assigned_to: 'Object does not exist.' }],
      [{ date: 'soon' }, { date: 'Write the moment as 2026-03-31T14:00:00Z.' }],
      [{ text: 5 }, { text: 'Value must be of basestring type.' }],
      [{ is_complete: 'yes' }, { is_complete: 'Value must be of bool type.' }],
      [{ priority: 'low' }, { priority: expect.stringContaining('medium, high') }],
    ];
    test.each(cases)('%j', async (body, errors) => {
      const before = await list();
      const answer = await office.rest.post('/task/', { lead_id: office.mine.leadId, ...body });
      expect([answer.status, answer.body]).toEqual([400, { errors: [], 'field-errors': errors }]);
      expect(await list()).toEqual(before);
    });
  });

  test('another organization sees none of it, and reaches none of it', async () => {
    const { theirRest, mine } = office;
    const made = await make({ text: 'Ours' });
    const path = `/task/${made.id}/`;
    const statuses = [
      await theirRest.get(path),
      await theirRest.put(path, { text: 'x' }),
      await theirRest.delete(path),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await ok(theirRest.get('/task/'))).data).toEqual([]);
    expect((await theirRest.post('/task/', { lead_id: mine.leadId })).status).toBe(400);
    await ok(theirRest.put(`/task/?id=${made.id}`, { is_complete: true }));
    expect(await ok(office.rest.get(path))).toEqual(made);
  });

  test('a list costs the same however long it is', async () => {
    const { rest } = office;
    await rest.get('/task/?_limit=1');
    const short = rest.statements.length;
    for (const text of ['a', 'b', 'c']) await make({ text });
    await rest.get('/task/');
    expect(rest.statements.length).toBe(short);
  });

  test('many at once: each key of idempotency is for the tasks that were asked for, and to ask for nothing is to ask for all', async () => {
    const { rest, mine } = office;
    const [one, two] = [await make({ text: 'one' }), await make({ text: 'two' })];
    const headers = { 'idempotency-key': 'done' };
    const finish = (which: string) => rest.put(`/task/?${which}`, { is_complete: true }, headers);
    expect((await finish(`id=${one.id}`)).status).toBe(200);
    expect((await finish(`id=${one.id}`)).status).toBe(200);
    const other = await finish(`id=${two.id}`);
    expect([other.status, other.text]).toEqual([409, expect.stringContaining('dempotency')]);
    expect((await ok(rest.get(`/task/${two.id}/`))).is_complete).toBe(false);
    const { organizationId } = mine.caller;
    for (const all of [
      '',
      `organization_id=${organizationId}`,
      `organization_id__in=${organizationId}`,
      '_type__in=lead',
    ])
      expect([all, (await rest.put(`/task/?${all}`, { is_complete: true })).status]).toEqual([all, 400]);
    expect((await ok(rest.get(`/task/${two.id}/`))).is_complete).toBe(false);
  });

  test('a day that there is not is told as one', async () => {
    const { body } = await office.rest.post('/task/', { lead_id: office.mine.leadId, date: '2026-02-30' });
    expect(body['field-errors']).toEqual({ date: 'The calendar has no 2026-02-30.' });
  });
});
