/** `/activity/note/`, `/activity/status_change/lead/`, and `/activity/` with all that happened, on both databases. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

// Now is 2026-06-15 10:30 UTC.
describeDatabases('activities over REST', (opened) => {
  const office = useOffice(opened);
  const newLead = (body: object = {}) => ok(office.rest.post('/lead/', { name: 'Active', ...body }));
  const note = (body: object) => ok(office.rest.post('/activity/note/', body));
  const statusesOf = async () => (await ok(office.rest.get('/status/lead/'))).data;

  describe('notes', () => {
    test('are the caller’s, of now, in both forms', async () => {
      const { rest, mine } = office;
      const lead = await newLead();
      const made = await note({ lead_id: lead.id, note: 'A & B\nC' });
      expect(made).toMatchObject({
        ...{ _type: 'Note', lead_id: lead.id, contact_id: null, note: 'A & B\nC', title: null, pinned: false },
        ...{ note_html: '<body><p>A &amp; B</p><p>C</p></body>', pinned_at: null, users: [], attachments: [] },
        ...{ user_id: mine.caller.userId, created_by: mine.caller.userId, updated_by: mine.caller.userId },
        activity_at: made.date_created,
      });
      expect(await ok(rest.get(`/activity/note/${made.id}/`))).toEqual(made);
      const html = await ok(rest.put(`/activity/note/${made.id}/`, { ...made, note_html: '<p>New</p>' }));
      expect(html).toMatchObject({ note: 'New', note_html: '<p>New</p>' });
      const pinned = await ok(rest.put(`/activity/note/${made.id}/`, { pinned: true, title: 'Kept' }));
      expect(pinned).toMatchObject({ pinned: true, pinned_at: expect.any(String), title: 'Kept', note: 'New' });
      expect(await ok(rest.put(`/activity/note/${made.id}/`, pinned))).toEqual(pinned);
      expect(await ok(rest.delete(`/activity/note/${made.id}/`))).toEqual({});
      expect((await rest.get(`/activity/note/${made.id}/`)).status).toBe(404);
    });

    test('of another organization go in with their dates, without people that there are not', async () => {
      const lead = await newLead();
      const moved = await note({
        ...{
          _type: 'Note',
          id: 'acti_old',
          lead_id: lead.id,
          note: 'Old',
          user_id: 'user_old',
          created_by: 'user_old',
        },
        ...{ date_created: '2020-01-02T03:04:05.678000+00:00', activity_at: '2020-01-01T00:00:00+00:00' },
      });
      expect(moved).toMatchObject({
        ...{ user_id: null, user_name: null, created_by: null, note: 'Old' },
        ...{ date_created: '2020-01-02T03:04:05.678000+00:00', activity_at: '2020-01-01T00:00:00.000000+00:00' },
      });
      expect(moved.id).not.toBe('acti_old');
    });

    test('outlive their contact and go with their lead', async () => {
      const { rest } = office;
      const lead = await newLead({ contacts: [{ name: 'Eve' }, { name: 'Adam' }] });
      const [eve, adam] = lead.contacts;
      const one = await note({ contact_id: eve.id, note: 'About Eve' });
      const other = await note({ contact_id: adam.id, note: 'About Adam' });
      expect(one.lead_id).toBe(lead.id);
      await ok(rest.delete(`/contact/${eve.id}/`));
      expect(await ok(rest.get(`/activity/note/${one.id}/`))).toMatchObject({ contact_id: null });
      await ok(rest.delete(`/lead/${lead.id}/`));
      expect((await rest.get(`/activity/note/${other.id}/`)).status).toBe(404);
    });

    test('what is wrong is told, and another organization’s are not there', async () => {
      const { rest, theirRest, theirs, mine } = office;
      const wrong = async (body: object) => (await rest.post('/activity/note/', body)).body['field-errors'];
      expect(await wrong({ lead_id: theirs.leadId, note: 'x' })).toEqual({ lead: 'Object does not exist.' });
      expect(await wrong({ note: 'x' })).toEqual({ lead: expect.stringContaining('which lead') });
      expect(await wrong({ lead_id: mine.leadId, note: 5 })).toEqual({ note: 'Value must be of basestring type.' });
      expect(await wrong({ lead_id: mine.leadId, contact_id: 'x' })).toEqual({ contact: 'Object does not exist.' });
      const made = await note({ lead_id: mine.leadId, note: 'Ours' });
      const path = `/activity/note/${made.id}/`;
      const answers = [
        await theirRest.get(path),
        await theirRest.put(path, { note: 'x' }),
        await theirRest.delete(path),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect((await ok(theirRest.get('/activity/'))).data).toEqual([]);
    });
  });

  describe('the history of leads’ statuses', () => {
    test('has each change, with what the statuses were called', async () => {
      const { rest, mine } = office;
      const before = await statusesOf();
      const made = await ok(rest.post('/status/lead/', { label: 'Client' }));
      const lead = await newLead({ status_id: before[0].id });
      await ok(rest.put(`/lead/${lead.id}/`, { name: 'No change of status' }));
      await ok(rest.put(`/lead/${lead.id}/`, { status_id: made.id }));
      await ok(rest.put(`/lead/${lead.id}/`, { status_id: made.id }));
      await ok(rest.put(`/status/lead/${made.id}/`, { label: 'Buyer of ours' }));
      const { data } = await ok(rest.get(`/activity/status_change/lead/?lead_id=${lead.id}`));
      expect(data).toMatchObject([
        {
          ...{ _type: 'LeadStatusChange', lead_id: lead.id, user_id: mine.caller.userId, contact_id: null },
          ...{ old_status_id: before[0].id, old_status_label: before[0].label },
          ...{ new_status_id: made.id, new_status_label: 'Client' },
        },
      ]);
      expect(await ok(rest.get(`/activity/status_change/lead/${data[0].id}/`))).toEqual(data[0]);
    });

    test('takes entries of before, which move nothing', async () => {
      const { rest } = office;
      const [first] = await statusesOf();
      const lead = await newLead();
      const logged = await ok(
        rest.post('/activity/status_change/lead/', {
          ...{ lead_id: lead.id, new_status_id: first.id, date_created: '2020-05-05T00:00:00Z' },
        }),
      );
      expect(logged).toMatchObject({ old_status_id: null, date_created: '2020-05-05T00:00:00.000000+00:00' });
      expect((await ok(rest.get(`/lead/${lead.id}/`))).date_updated).toBe(lead.date_updated);
      await ok(rest.delete(`/activity/status_change/lead/${logged.id}/`));
      expect((await rest.delete(`/activity/status_change/lead/${logged.id}/`)).status).toBe(404);
      const wrong = await rest.post('/activity/status_change/lead/', { lead_id: lead.id, new_status_id: 'stat_none' });
      expect(wrong.body['field-errors'].new_status_id).toContain('Not a valid choice.');
    });
  });

  describe('completed tasks', () => {
    const completed = async (params: Record<string, string>) =>
      (await ok(office.rest.get(`/activity/task_completed/${query(params)}`))).data;

    test('are told with what they said then, by who did them, whatever becomes of the task', async () => {
      const { rest, mine } = office;
      const [ada, bo] = mine.userIds;
      const lead = await newLead();
      const task = await ok(rest.post('/task/', { lead_id: lead.id, text: 'Follow up', assigned_to: bo }));
      expect(await completed({ lead_id: lead.id })).toEqual([]);
      await ok(rest.put(`/task/${task.id}/`, { is_complete: true }));
      await ok(rest.put(`/task/${task.id}/`, { is_complete: true, text: 'Another thing' }));
      const [told, ...others] = await completed({ lead_id: lead.id, user_id: ada });
      expect(others).toEqual([]);
      expect(told).toMatchObject({
        ...{ _type: 'TaskCompleted', lead_id: lead.id, user_id: ada, user_name: 'Ada Lovelace', users: [] },
        ...{ task_id: task.id, task_text: 'Follow up', task_assigned_to: bo, task_assigned_to_name: 'Bo Diddley' },
        ...{ created_by: ada, updated_by: ada, date_created: told.activity_at },
      });
      expect(await ok(rest.get(`/activity/task_completed/${told.id}/`))).toEqual(told);
      await ok(rest.put(`/task/${task.id}/`, { is_complete: false }));
      await ok(rest.put(`/task/${task.id}/`, { is_complete: true }));
      await ok(rest.delete(`/task/${task.id}/`));
      expect(await completed({ task_id: task.id })).toHaveLength(2);
      await ok(rest.delete(`/activity/task_completed/${told.id}/`));
      expect((await rest.delete(`/activity/task_completed/${told.id}/`)).status).toBe(404);
      expect(ids(await ok(rest.get(`/activity/?lead_id=${lead.id}&_type=TaskCompleted`)))).toHaveLength(1);
    });

    test('that come done, or are done together, are told one by one, in the event log too', async () => {
      const { rest, theirRest } = office;
      const lead = await newLead();
      const make = (body: object) => ok(rest.post('/task/', { lead_id: lead.id, ...body }));
      await make({ text: 'Done before', is_complete: true });
      for (const text of ['One', 'Two']) await make({ text });
      await ok(rest.put(`/task/?lead_id=${lead.id}`, { is_complete: true }));
      const told = await completed({ lead_id: lead.id });
      expect(told.map(({ task_text }: { task_text: string }) => task_text).sort()).toEqual([
        'Done before',
        'One',
        'Two',
      ]);
      const events = await ok(rest.get(`/event/?lead_id=${lead.id}&object_type=activity.task_completed`));
      expect(events.data.map(({ data }: { data: object }) => data)).toEqual(
        expect.arrayContaining(told.map((one: object) => expect.objectContaining(one))),
      );
      const theirs = await ok(theirRest.get(`/activity/task_completed/?lead_id=${lead.id}`));
      expect(theirs.data).toEqual([]);
    });
  });

  test('/activity/ has all of it in one list, each as its own list shows it', async () => {
    const { rest } = office;
    const [, second] = [await statusesOf(), await ok(rest.post('/status/lead/', { label: 'Mixed' }))];
    const lead = await newLead();
    const deal = await ok(rest.post('/opportunity/', { lead_id: lead.id }));
    await ok(rest.put(`/opportunity/${deal.id}/`, { status: 'Won' }));
    await ok(rest.put(`/lead/${lead.id}/`, { status_id: second.id }));
    const late = await note({ lead_id: lead.id, note: 'late', date_created: '2026-06-15T23:00:00Z' });
    const early = await note({ lead_id: lead.id, note: 'early', date_created: '2026-06-01T00:00:00Z' });
    const all = await ok(rest.get(`/activity/?lead_id=${lead.id}`));
    const [dealChange] = (await ok(rest.get(`/activity/status_change/opportunity/?lead_id=${lead.id}`))).data;
    const [leadChange] = (await ok(rest.get(`/activity/status_change/lead/?lead_id=${lead.id}`))).data;
    expect(all.data).toHaveLength(4);
    expect([all.data[0], all.data[3]]).toEqual([late, early]);
    expect(all.data.slice(1, 3)).toEqual(expect.arrayContaining([dealChange, leadChange]));
    const found = async (params: Record<string, string | number>) =>
      ids(await ok(rest.get(`/activity/${query({ lead_id: lead.id, ...params })}`)));
    expect(await found({ _type: 'Note' })).toEqual([late.id, early.id]);
    expect(await found({ _type__in: 'LeadStatusChange,Call' })).toEqual([leadChange.id]);
    expect(await found({ _type: 'Call' })).toEqual([]);
    const wrong = await rest.get(`/activity/?${new URLSearchParams({ _type: 'Foo' })}`);
    expect([wrong.status, wrong.body['field-errors']]).toEqual([400, { _type: expect.stringContaining('Note') }]);
    expect(await found({ date_created__lt: '2026-06-10' })).toEqual([early.id]);
    expect(await found({ _order_by: 'date_created', _limit: 1 })).toEqual([early.id]);
    expect(await found({ _limit: 2, _skip: 3 })).toEqual([early.id]);
    const page = await ok(rest.get(`/activity/?lead_id=${lead.id}&_limit=2&_fields=id,_type`));
    expect(page.has_more).toBe(true);
    expect(Object.keys(page.data[0])).toEqual(['_type', 'id']);
    await ok(rest.delete(`/lead/${lead.id}/`));
    expect(await found({})).toEqual([]);
  });
});
