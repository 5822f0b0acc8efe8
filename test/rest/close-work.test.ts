/** What the vendor's scripts about tasks, notes, activities and saved searches send, from their first request to their last. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from './answers.ts';
import { query } from './client.ts';
import { useOffice } from './office.ts';

type Params = Readonly<Record<string, string | number>>;

interface Item {
  readonly id: string;
}

describeDatabases('scripts about what is to be done, and what was', (opened) => {
  const office = useOffice(opened);

  /** As they all read: until `has_more` says so. */
  const everything = async (path: string, params: Params): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for (let more = true; more; ) {
      const page = await ok(office.rest.get(path + query({ ...params, _skip: items.length })));
      items.push(...page.data);
      more = page.has_more;
    }
    return items;
  };

  test('user_reassign.py -T -O: open tasks and active deals change hands, those that are done stay', async () => {
    const { rest, mine } = office;
    const [ada, bo] = mine.userIds;
    const task = (body: object) => ok(rest.post('/task/', { lead_id: mine.leadId, assigned_to: ada, ...body }));
    const open = [await task({ text: 'one' }), await task({ text: 'two', date: '2026-08-01' })];
    const done = await task({ text: 'done', is_complete: true });
    const found = await everything('/task', {
      assigned_to: ada,
      is_complete: 'false',
      _order_by: 'date_created',
      _fields: 'id',
    });
    expect(found.map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
    for (const { id } of found) await ok(rest.put(`/task/${id}`, { assigned_to: bo }));
    expect(await everything('/task', { assigned_to: ada, is_complete: 'false', _fields: 'id' })).toEqual([]);
    expect(await everything('/task', { assigned_to: bo, _fields: 'id' })).toHaveLength(2);
    expect((await ok(rest.get(`/task/${done.id}`))).assigned_to).toBe(ada);
  });

  test('delete_tasks_for_inactive_users.py: the tasks of who left are gone', async () => {
    const { rest, mine } = office;
    const task = await ok(rest.post('/task', { lead_id: mine.leadId, text: 'left behind' }));
    const people = await ok(
      rest.get(`/organization/${mine.organizationId}${query({ _fields: 'inactive_memberships' })}`),
    );
    expect(people.inactive_memberships).toEqual(expect.any(Array));
    const found = await everything('/task', { assigned_to: mine.caller.userId, _fields: 'id', _limit: 1 });
    expect(found).toContainEqual({ id: task.id });
    await ok(rest.delete(`/task/${task.id}`));
    expect((await rest.delete(`/task/${task.id}`)).status).toBe(404);
  });

  test.each([
    'note',
    'status_change/lead',
    'status_change/opportunity',
    'call',
    'created',
    'email',
    'sms',
    'task_completed',
  ])('export_activities_to_json.py reads %s day by day to its end', async (kind) => {
    const day = { date_created__gte: '2026-06-15T00:00:00+00:00', date_created__lte: '2026-06-15T23:59:59+00:00' };
    expect(await everything(`/activity/${kind}`, day)).toEqual(expect.any(Array));
  });

  describe('import_leads_from_close_json.py', () => {
    test('brings tasks and notes of another organization, and takes away notices of what was done', async () => {
      const { rest, mine } = office;
      const [ada] = mine.userIds;
      const lead = await ok(rest.post('/lead', { name: 'Moved', contacts: [{ name: 'Dee' }] }));
      const exported = {
        ...{
          _type: 'lead',
          lead_id: lead.id,
          lead_name: 'Elsewhere',
          text: 'Call Dee',
          assigned_to: ada,
          view: 'archive',
        },
        ...{ created_by: 'user_elsewhere', updated_by: 'user_elsewhere', date: '2024-01-05', due_date: '2024-01-05' },
        ...{ is_complete: true, is_dateless: false, object_type: 'taskcompleted', object_id: 'acti_elsewhere' },
        ...{ contact_name: null, contact_id: null, date_created: '2024-01-01T10:00:00.123000+00:00' },
      };
      expect(await ok(rest.post('/task', exported))).toMatchObject({
        ...{ text: 'Call Dee', is_complete: true, date: '2024-01-05', created_by: null, assigned_to: ada },
        ...{
          date_created: '2024-01-01T10:00:00.123000+00:00',
          lead_name: 'Moved',
          object_id: expect.stringMatching(/^acti_/),
        },
      });
      const note = {
        _type: 'Note',
        id: 'acti_elsewhere',
        note: 'Kind',
        note_html: '<p>Kind</p>',
        user_id: 'user_elsewhere',
      };
      expect(await ok(rest.post('/activity/note', { ...note, lead_id: lead.id }))).toMatchObject({
        note: 'Kind',
        user_id: null,
      });
      expect((await rest.post('/activity/call', { lead_id: lead.id })).status).toBe(400);
      const notices = await everything('/activity/task_completed', { lead_id: lead.id, _fields: 'id' });
      expect(notices).toHaveLength(1);
      for (const { id } of notices) await ok(rest.delete(`/activity/task_completed/${id}`));
      const whole = await ok(rest.get(`/lead/${lead.id}`));
      expect([whole.tasks.length, (await everything('/activity', { lead_id: lead.id })).length]).toEqual([1, 1]);
    });
  });

  test('clone_organization.py --smart-views: each is read by itself, and posted to the other organization', async () => {
    const { rest, theirRest } = office;
    await ok(rest.post('/saved_search', { name: 'Recent', query: 'created <= 30 days ago', is_shared: true }));
    const tree = {
      query: { type: 'and', queries: [{ type: 'object_type', object_type: 'lead' }, { type: 'match_all' }] },
    };
    await ok(rest.post('/saved_search', { name: 'All', s_query: { ...tree, results_limit: null, sort: [] } }));
    const listed = await everything('/saved_search', { _fields: 'id', type__in: 'lead,contact' });
    expect(listed).toHaveLength(2);
    for (const { id } of listed) {
      const {
        id: _id,
        organization_id: _organization,
        user_id: _user,
        ...view
      } = await ok(rest.get(`/saved_search/${id}`));
      const copy = await ok(theirRest.post('/saved_search', view));
      expect(copy).toMatchObject({ name: view.name, query: view.query, s_query: view.s_query, type: 'lead' });
      await ok(theirRest.get(`/lead/${query({ saved_search_id: copy.id, _limit: 1 })}`));
    }
  });
});
