/** `/lead/merge/`: two leads become one, and nothing of either is lost. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { useOffice } from '../office.ts';

describeDatabases('leads that are merged', (opened) => {
  const office = useOffice(opened);
  const merge = (body: object) => office.rest.post('/lead/merge/', body);

  test('are one: contacts, deals with their history, tasks, notes and changes of status', async () => {
    const { rest } = office;
    const other = await ok(rest.post('/status/lead/', { label: 'Merged' }));
    const color = await ok(rest.post('/custom_field/lead/', { name: 'Color', type: 'text' }));
    const size = await ok(rest.post('/custom_field/lead/', { name: 'Size', type: 'number' }));
    const of = (field: { id: string }) => `custom.${field.id}`;
    const source = await ok(
      rest.post('/lead/', {
        ...{
          name: 'Twin',
          url: 'https://twin.example',
          description: 'From the fair',
          [of(color)]: 'red',
          [of(size)]: 5,
        },
        ...{ contacts: [{ name: 'Eve' }], addresses: [{ city: 'Bonn' }] },
      }),
    );
    const destination = await ok(
      rest.post('/lead/', {
        name: 'Kept',
        [of(color)]: 'blue',
        contacts: [{ name: 'Adam' }],
        addresses: [{ city: 'Kiel' }],
      }),
    );
    const [eve] = source.contacts;
    const deal = await ok(rest.post('/opportunity/', { lead_id: source.id, contact_id: eve.id, value: 100 }));
    const won = await ok(rest.put(`/opportunity/${deal.id}/`, { status: 'Won' }));
    const task = await ok(rest.post('/task/', { lead_id: source.id, contact_id: eve.id, text: 'Call' }));
    const note = await ok(rest.post('/activity/note/', { lead_id: source.id, note: 'Kind' }));
    await ok(rest.put(`/lead/${source.id}/`, { status_id: other.id }));
    await ok(rest.post('/task/', { lead_id: source.id, text: 'Greet', is_complete: true }));

    expect(await ok(merge({ source: source.id, destination: destination.id }))).toEqual({ status: 'ok' });

    expect((await rest.get(`/lead/${source.id}/`)).status).toBe(404);
    const lead = await ok(rest.get(`/lead/${destination.id}/`));
    expect(lead).toMatchObject({
      ...{ name: 'Kept', url: 'https://twin.example', description: 'From the fair', status_id: destination.status_id },
      ...{ [of(color)]: 'blue', [of(size)]: 5 },
    });
    expect(lead.addresses.map(({ city }: { city: string }) => city)).toEqual(['Kiel', 'Bonn']);
    expect(lead.contacts.map(({ name }: { name: string }) => name).sort()).toEqual(['Adam', 'Eve']);
    expect(lead.opportunities).toMatchObject([
      { id: deal.id, lead_id: destination.id, contact_id: eve.id, value: 100, status_id: won.status_id },
    ]);
    const moved = lead.tasks.find(({ id }: { id: string }) => id === task.id);
    expect(moved).toMatchObject({ lead_id: destination.id, contact_id: eve.id });
    const activities = await ok(rest.get(`/activity/?lead_id=${destination.id}`));
    expect(activities.data.map(({ _type }: { _type: string }) => _type).sort()).toEqual([
      ...['LeadStatusChange', 'Note', 'OpportunityStatusChange', 'TaskCompleted'],
    ]);
    expect(ids(activities)).toContain(note.id);
    await ok(rest.delete(`/lead/${destination.id}/`));
    expect((await ok(rest.get(`/activity/?lead_id=${destination.id}`))).data).toEqual([]);
  });

  test('the versions of a deal tell both leads, each in its time', async () => {
    const { rest } = office;
    const source = await ok(rest.post('/lead/', { name: 'Before' }));
    const destination = await ok(rest.post('/lead/', { name: 'After' }));
    const deal = await ok(rest.post('/opportunity/', { lead_id: source.id }));
    await ok(merge({ source: source.id, destination: destination.id }));
    const versions = await opened.database.write(({ kysely }) =>
      kysely
        .selectFrom('opportunity_version')
        .select(['lead_id', 'version'])
        .where('opportunity_id', '=', deal.id)
        .orderBy('valid_from')
        .execute(),
    );
    expect(versions).toEqual([{ lead_id: source.id, version: 1 }]);
    expect((await ok(rest.get(`/opportunity/${deal.id}/`))).lead_id).toBe(destination.id);
  });

  test('are told in the log as run_leads_merged_report.py and run_leads_deleted_report.py read it', async () => {
    const { rest, theirRest } = office;
    const source = await ok(rest.post('/lead/', { name: 'Gone', contacts: [{ name: 'Eve' }] }));
    const destination = await ok(rest.post('/lead/', { name: 'Stays' }));
    const deal = await ok(rest.post('/opportunity/', { lead_id: source.id }));
    const answer = await merge({ source: source.id, destination: destination.id });
    const requestId = answer.headers.get('x-request-id');
    const meta = { merge_source_lead_id: source.id, merge_destination_lead_id: destination.id };

    const { data: merged } = await ok(rest.get('/event?object_type=lead&action=merged&_cursor='));
    const own = merged.filter((event: { object_id: string }) => event.object_id === destination.id);
    expect(own).toMatchObject([
      {
        ...{ lead_id: destination.id, request_id: requestId, meta, changed_fields: [], previous_data: null },
        data: { id: destination.id, display_name: 'Stays', status_label: destination.status_label },
      },
    ]);
    const { data: deleted } = await ok(rest.get(`/event?object_type=lead&action=deleted&lead_id=${source.id}`));
    expect(deleted).toMatchObject([
      { meta, previous_data: { display_name: 'Gone', status_label: source.status_label } },
    ]);
    const { data: all } = await ok(rest.get(`/event/?request_id=${requestId}`));
    expect(new Set(all.map((event: { object_type: string }) => event.object_type))).toEqual(
      new Set(['lead', 'contact', 'opportunity']),
    );
    for (const event of all) expect(event.meta).toEqual(meta);
    const { data: made } = await ok(rest.get(`/event/?object_id=${deal.id}&action=created`));
    expect(made).toMatchObject([{ meta: {} }]);
    expect((await ok(theirRest.get('/event/?action=merged'))).data).toEqual([]);
  });

  test('what is not there, or the same, is told, and nothing moves', async () => {
    const { rest, theirs, mine, theirRest } = office;
    const lead = await ok(rest.post('/lead/', { name: 'Alone' }));
    const gone = await merge({ source: lead.id, destination: 'dont_find_me' });
    expect([gone.status, gone.body.errors]).toEqual([404, ['Destination lead does not exist.']]);
    const foreign = await merge({ source: theirs.leadId, destination: lead.id });
    expect([foreign.status, foreign.body.errors]).toEqual([404, ['Source lead does not exist.']]);
    const same = await merge({ source: lead.id, destination: lead.id });
    expect(same.body['field-errors']).toEqual({ destination: expect.stringContaining('itself') });
    expect((await merge({ source: lead.id })).body['field-errors']).toEqual({ destination: 'This field is required.' });
    expect((await theirRest.post('/lead/merge/', { source: lead.id, destination: mine.leadId })).status).toBe(404);
    expect((await rest.get(`/lead/${lead.id}/`)).status).toBe(200);
  });
});
