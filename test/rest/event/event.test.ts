/** `/event/`: what programs of the source API poll, on both databases. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { openRest, query } from '../client.ts';
import { useOffice } from '../office.ts';

describeDatabases('events over REST', (opened) => {
  const office = useOffice(opened);
  const list = (params: Record<string, string | number> = {}) => ok(office.rest.get(`/event/${query(params)}`));

  test('what an object became and was is told as it is shown, with the fields that changed', async () => {
    const { rest, mine } = office;
    const field = await ok(rest.post('/custom_field/opportunity/', { name: 'Kick-off', type: 'datetime' }));
    const custom = `custom.${field.id}`;
    const made = await ok(
      rest.post('/opportunity/', {
        lead_id: mine.leadId,
        value: 1050,
        confidence: 50,
        value_period: 'monthly',
        note: 'A',
      }),
    );
    const [created] = (await list({ object_id: made.id })).data;
    const { attachments, integration_links, ...shown } = made;
    expect(created.data).toMatchObject(shown);
    expect(created).toMatchObject({
      ...{ object_type: 'opportunity', action: 'created', object_id: made.id, lead_id: mine.leadId },
      ...{ previous_data: null, changed_fields: [], user_id: mine.caller.userId, meta: {} },
    });
    const changed = await ok(
      rest.put(`/opportunity/${made.id}/`, { status_id: mine.status.won, [custom]: '2026-02-03T04:05:06.789Z' }),
    );
    const [updated] = (await list({ object_id: made.id })).data;
    expect(updated.data).toMatchObject({ status_label: 'Won', [custom]: changed[custom], date_won: '2026-06-15' });
    expect(updated.previous_data).toEqual({
      ...{ [custom]: null, date_won: null, status_display_name: 'Open', status_id: mine.status.open },
      ...{ status_label: 'Open', status_type: 'active' },
    });
    expect(updated.changed_fields).toEqual(Object.keys(updated.previous_data).toSorted());
    await ok(rest.delete(`/opportunity/${made.id}/`));
    const [deleted] = (await list({ object_id: made.id })).data;
    expect(deleted).toMatchObject({
      action: 'deleted',
      data: null,
      previous_data: { value: 1050, status_label: 'Won' },
    });
    expect(await ok(rest.get(`/event/${deleted.id}/`))).toEqual(deleted);
  });

  test('every kind is shown as its own resource is', async () => {
    const { rest, mine } = office;
    const made = {
      contact: await ok(
        rest.post('/contact/', { lead_id: mine.leadId, name: 'Eve', emails: [{ email: 'e@x.example' }] }),
      ),
      'task.lead': await ok(rest.post('/task/', { lead_id: mine.leadId, text: 'Call', date: '2026-07-01' })),
      'activity.note': await ok(rest.post('/activity/note/', { lead_id: mine.leadId, note: 'Hm' })),
      pipeline: await ok(rest.post('/pipeline/', { name: 'Another' }), 201),
      'status.opportunity': await ok(rest.post('/status/opportunity/', { label: 'Later' })),
      'status.lead': await ok(rest.post('/status/lead/', { label: 'Old friend' })),
      custom_field: await ok(rest.post('/custom_field/lead/', { name: 'Size', type: 'number' })),
    };
    for (const [type, body] of Object.entries(made)) {
      const [event] = (await list({ object_id: body.id })).data;
      expect([type, event.object_type, event.action]).toEqual([type, type, 'created']);
      expect(body).toMatchObject(event.data);
    }
    const lead = await ok(rest.post('/lead/', { name: 'With an address', addresses: [{ city: 'Bern' }] }));
    const [event] = (await list({ object_id: lead.id })).data;
    expect(event.data).toMatchObject({
      display_name: 'With an address',
      status_label: 'Potential',
      addresses: lead.addresses,
    });
  });

  test('who follows the cursors to the end meets each event once, newest first, and ends', async () => {
    const { rest, mine } = office;
    for (let i = 0; i < 7; i++) await ok(rest.post('/task/', { lead_id: mine.leadId, text: `Nr. ${i}` }));
    const all = (await list({ object_type: 'task.lead' })).data;
    const walk = async (params: Record<string, string>, key: 'cursor_next' | 'cursor_previous', cursor = '') => {
      const found: string[] = [];
      for (let page = 0; page < 20; page++) {
        const answer = await list({ ...params, _limit: 3, _cursor: cursor });
        found.push(...(key === 'cursor_next' ? ids(answer) : ids(answer).toReversed()));
        cursor = answer[key] ?? '';
        if (cursor === '') return { found, last: answer };
      }
      throw new Error('never ends');
    };
    const forth = await walk({ object_type: 'task.lead' }, 'cursor_next');
    expect(forth.found).toEqual(all.map(({ id }: { id: string }) => id));
    expect(all.map(({ data }: { data: { text: string } }) => data.text).slice(0, 3)).toEqual([
      'Nr. 6',
      'Nr. 5',
      'Nr. 4',
    ]);
    const back = await walk({ object_type: 'task.lead' }, 'cursor_previous', forth.last.cursor_previous);
    expect(back.found).toEqual(forth.found.toReversed().slice(forth.last.data.length));
    expect((await list({ _limit: 0 })).data).toEqual([]);
  });

  test('filters say which; what there is none of is an empty list', async () => {
    const { rest, mine } = office;
    const one = await rest.post('/lead/', { name: 'Asked for', contacts: [{ name: 'Jo' }] });
    const requestId = one.headers.get('x-request-id') ?? '';
    const kinds = async (params: Record<string, string>) =>
      (await list(params)).data.map((event: { object_type: string }) => event.object_type);
    expect(await kinds({ request_id: requestId })).toEqual(['contact', 'lead']);
    expect(await kinds({ lead_id: one.body.id, object_type: 'contact' })).toEqual(['contact']);
    expect(await kinds({ object_id: one.body.id, user_id: mine.caller.userId, action: 'created' })).toEqual(['lead']);
    expect(await kinds({ object_id: one.body.id, date_updated__gt: '2026-06-15' })).toEqual([]);
    expect(await kinds({ object_id: one.body.id, date_updated__gte: '2026-06-15' })).toEqual(['lead']);
    expect(await list({ object_type: 'lead', action: 'merged' })).toEqual({
      data: [],
      cursor_next: null,
      cursor_previous: null,
    });
    expect(Object.keys((await list({ object_id: one.body.id, _fields: 'id,action' })).data[0])).toEqual([
      'action',
      'id',
    ]);
  });

  describe('bad input', () => {
    test.each([
      ['_cursor=x', '_cursor'],
      ['_cursor=nAAAA', '_cursor'],
      ['_limit=51', '_limit'],
      ['date_updated__gt=soon', 'date_updated'],
    ])('%s is refused, and says where', async (text, field) => {
      const answer = await office.rest.get(`/event/?${text}`);
      expect([answer.status, Object.keys(answer.body['field-errors'])]).toEqual([400, [field]]);
    });

    test('an id of nothing is not found, and there is nothing to write', async () => {
      expect((await office.rest.get('/event/ev_none/')).status).toBe(404);
      expect((await office.rest.post('/event/', {})).status).toBe(405);
    });
  });

  test('another organization sees nothing of it', async () => {
    const { rest, theirRest } = office;
    const { id } = await ok(rest.post('/lead/', { name: 'Mine alone' }));
    const [event] = (await list({ object_id: id })).data;
    expect((await theirRest.get(`/event/${event.id}/`)).status).toBe(404);
    expect((await ok(theirRest.get(`/event/?object_id=${id}`))).data).toEqual([]);
  });

  test('who is no admin sees what objects were for an hour', async () => {
    const { rest, mine, makeKey } = office;
    const { id } = await ok(rest.post('/lead/', { name: 'Seen for an hour' }));
    const key = await makeKey(mine.userIds[1]);
    const at = (minutes: number) =>
      openRest(opened, () => key, { clock: () => (mine.caller.now + minutes * 60_000) as never });
    for (const [minutes, name] of [
      [59, 'Seen for an hour'],
      [61, undefined],
    ] as const) {
      const theirs = at(minutes);
      const [event] = (await ok(theirs.get(`/event/?object_id=${id}`))).data;
      await theirs.close();
      expect([event.action, event.data?.name]).toEqual(['created', name]);
    }
  });
});
