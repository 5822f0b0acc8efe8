/** What an organization has set up: statuses (3.1), pipelines (3.2), custom fields (3.3). */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from './answers.ts';
import { useOffice } from './office.ts';

describeDatabases('set-up over REST', (opened) => {
  const office = useOffice(opened);
  const labels = async (path: string) =>
    (await ok(office.rest.get(path))).data.map(({ label }: { label: string }) => label);

  describe('3.1 statuses', () => {
    test('of opportunities come by pipeline, in its order, with these keys', async () => {
      const { mine, rest } = office;
      const body = await ok(rest.get('/status/opportunity/'));
      expect(Object.keys(body)).toEqual(['data', 'has_more']);
      expect(body.has_more).toBe(false);
      expect(await labels('/status/opportunity/')).toEqual([
        ...['Open', 'Talking', 'Won', 'Lost', 'Upcoming', 'Renewed', 'Churned'],
      ]);
      expect(body.data[0]).toEqual({
        ...{ id: mine.status.open, label: 'Open', type: 'active' },
        ...{ organization_id: mine.organizationId, pipeline_id: mine.pipelines.sales },
      });
    });

    test('of leads are the same without type and pipeline', async () => {
      const { mine, rest } = office;
      const { data } = await ok(rest.get('/status/lead/'));
      expect(data[0]).toEqual({ id: mine.leadStatusIds[0], label: 'Potential', organization_id: mine.organizationId });
    });

    test('are created with a label alone (first pipeline, active), read, renamed and deleted, all with 200', async () => {
      const { mine, rest } = office;
      const made = await ok(rest.post('/status/opportunity/', { label: 'Negotiating' }));
      expect(made).toMatchObject({ label: 'Negotiating', type: 'active', pipeline_id: mine.pipelines.sales });
      const path = `/status/opportunity/${made.id}/`;
      expect(await ok(rest.get(path))).toEqual(made);
      expect(await ok(rest.put(path, { label: 'Haggling' }))).toEqual({ ...made, label: 'Haggling' });
      expect(await ok(rest.delete(path))).toEqual({});
      expect((await rest.get(path)).status).toBe(404);
      const won = {
        label: 'Signed',
        type: 'won',
        pipeline_id: mine.pipelines.renewals,
        id: 'ignored',
        organization_id: 'x',
      };
      expect(await ok(rest.post('/status/opportunity/', won))).toMatchObject({
        type: 'won',
        pipeline_id: mine.pipelines.renewals,
      });
    });

    test('of leads likewise', async () => {
      const { rest } = office;
      const made = await ok(rest.post('/status/lead/', { label: 'Bad Fit' }));
      const path = `/status/lead/${made.id}/`;
      expect(await ok(rest.put(path, { label: 'Good Fit' }))).toMatchObject({ id: made.id, label: 'Good Fit' });
      expect(await labels('/status/lead/')).toEqual(['Potential', 'Customer', 'Good Fit']);
      expect(await ok(rest.delete(path))).toEqual({});
      expect(await labels('/status/lead/')).toEqual(['Potential', 'Customer']);
    });

    test('in use are not deleted, and what is wrong is told by name', async () => {
      const { mine, rest } = office;
      await ok(rest.post('/opportunity/', { lead_id: mine.leadId, status_id: mine.status.talking }));
      const inUse = await rest.delete(`/status/opportunity/${mine.status.talking}/`);
      expect(inUse).toMatchObject({
        status: 400,
        body: { errors: [expect.stringContaining('still have')], 'field-errors': {} },
      });
      const required = { status: 400, body: { errors: [], 'field-errors': { label: 'This field is required.' } } };
      expect(await rest.post('/status/opportunity/', {})).toMatchObject(required);
      expect(await rest.post('/status/lead/', { label: null })).toMatchObject(required);
      const wrongType = await rest.post('/status/opportunity/', { label: 'x', type: 'maybe' });
      expect(wrongType.body['field-errors']).toHaveProperty('type');
      const elsewhere = await rest.post('/status/opportunity/', {
        label: 'x',
        pipeline_id: office.theirs.pipelines.sales,
      });
      expect(elsewhere.body['field-errors']).toHaveProperty('pipeline');
      const missing = { error: 'Empty query: OpportunityStatus matching query does not exist.' };
      expect(await rest.put('/status/opportunity/stat_none/', { label: 'x' })).toMatchObject({
        status: 404,
        body: missing,
      });
    });
  });

  describe('3.2 pipelines', () => {
    test('are listed with their statuses, and dates without a zone', async () => {
      const { mine, rest } = office;
      const body = await ok(rest.get('/pipeline/'));
      expect(Object.keys(body)).toEqual(['data', 'has_more']);
      expect(body.data[0]).toEqual({
        ...{ id: mine.pipelines.sales, name: 'Sales', organization_id: mine.organizationId },
        ...{ created_by: null, updated_by: null },
        ...{ date_created: '2026-06-15T10:30:00.000000', date_updated: '2026-06-15T10:30:00.000000' },
        statuses: expect.arrayContaining([{ id: mine.status.open, label: 'Open', type: 'active' }]),
      });
    });

    test('1.1 are created with 201, renamed, put in order, and deleted with 204 and no body', async () => {
      const { mine, rest } = office;
      const statuses = [
        { label: 'First', type: 'active' },
        { label: 'Last', type: 'won', id: 'ignored' },
      ];
      const made = await ok(rest.post('/pipeline/', { name: 'Partners', statuses }), 201);
      expect(made).toMatchObject({ name: 'Partners', created_by: mine.caller.userId });
      expect(made.statuses).toMatchObject([{ label: 'First' }, { label: 'Last', type: 'won' }]);
      const path = `/pipeline/${made.id}/`;
      const [first, last] = made.statuses;
      const after = await ok(rest.put(path, { name: 'Friends', statuses: [{ id: last.id }, { id: first.id }] }));
      expect([after.name, after.statuses]).toEqual(['Friends', [last, first]]);

      const guest = await ok(
        rest.post('/status/opportunity/', { label: 'Guest', pipeline_id: mine.pipelines.renewals }),
      );
      const moved = await ok(rest.put(path, { statuses: [{ id: guest.id }] }));
      expect(moved.statuses.map(({ id }: { id: string }) => id)).toEqual([guest.id, last.id, first.id]);

      const full = await rest.delete(path);
      expect(full).toMatchObject({ status: 400, body: { errors: [expect.stringContaining('still has statuses')] } });
      for (const { id } of moved.statuses) await ok(rest.delete(`/status/opportunity/${id}/`));
      const { status, text } = await rest.delete(path);
      expect([status, text]).toEqual([204, '']);
      expect(await rest.get(path)).toMatchObject({ status: 404 });
    });

    test('what is wrong is told by name', async () => {
      const { mine, rest } = office;
      const errors = async (body: object) => (await rest.post('/pipeline/', body)).body['field-errors'];
      expect(await errors({})).toEqual({ name: 'This field is required.' });
      expect(await errors({ name: 'x', statuses: [{ type: 'won' }] })).toHaveProperty('statuses');
      expect(await errors({ name: 'x', statuses: {} })).toEqual({ statuses: 'Value must be of list type.' });
      const strange = await rest.put(`/pipeline/${mine.pipelines.sales}/`, {
        statuses: [{ id: office.theirs.status.open }],
      });
      expect([strange.status, Object.keys(strange.body['field-errors'])]).toEqual([400, ['statuses']]);
    });
  });

  describe('3.3 custom fields', () => {
    const keys = [
      ...[
        'accepts_multiple_values',
        'back_reference_is_visible',
        'choices',
        'created_by',
        'date_created',
        'date_updated',
      ],
      ...['description', 'editable_with_roles', 'id', 'is_shared', 'name', 'organization_id'],
      ...['referenced_custom_type_id', 'type', 'updated_by'],
    ];

    test('are created, read, changed and deleted with 200, under the new path and the old one, with these keys', async () => {
      const { rest } = office;
      for (const path of ['/custom_field/opportunity/', '/custom_fields/lead/', '/custom_field/contact/']) {
        const made = await ok(rest.post(path, { name: 'Source', type: 'choices', choices: ['Web', 'Fair'] }));
        expect(Object.keys(made)).toEqual(keys);
        expect(made).toMatchObject({
          ...{ id: expect.stringMatching(/^cf_/), name: 'Source', type: 'choices', choices: ['Web', 'Fair'] },
          ...{ accepts_multiple_values: false, is_shared: false, editable_with_roles: [], description: null },
          ...{ referenced_custom_type_id: null, back_reference_is_visible: null },
        });
        const one = `${path}${made.id}/`;
        expect(await ok(rest.get(one))).toEqual(made);
        const change = { name: 'Origin', choices: ['Web'], accepts_multiple_values: true, type: 'ignored' };
        expect(await ok(rest.put(one, change))).toMatchObject({ ...change, type: 'choices' });
        expect((await ok(rest.get(path))).data.map(({ id }: { id: string }) => id)).toContain(made.id);
        expect(await ok(rest.delete(one))).toEqual({});
        expect((await rest.get(one)).status).toBe(404);
      }
    });

    test('each type that the gateway has', async () => {
      const types = ['text', 'textarea', 'number', 'date', 'datetime', 'user', 'contact', 'hidden'];
      for (const type of types) {
        const made = await ok(
          office.rest.post('/custom_field/opportunity/', { name: `A ${type}`, type, choices: null }),
        );
        expect(made).toMatchObject({ type, choices: null });
        expect(
          await ok(office.rest.put(`/custom_field/opportunity/${made.id}/`, { ...made, name: `B ${type}` })),
        ).toMatchObject({ name: `B ${type}` });
      }
    });

    test('of one kind of object are not found under another, nor changed or deleted there', async () => {
      const { rest } = office;
      const { id } = await ok(rest.post('/custom_field/lead/', { name: 'Of leads', type: 'text' }));
      const elsewhere = `/custom_field/opportunity/${id}/`;
      const missing = { error: 'Empty query: OpportunityCustomField matching query does not exist.' };
      expect(await rest.get(elsewhere)).toMatchObject({ status: 404, body: missing });
      expect((await rest.put(elsewhere, { name: 'changed' })).status).toBe(404);
      expect((await rest.delete(elsewhere)).status).toBe(404);
      expect(await ok(rest.get(`/custom_field/lead/${id}/`))).toMatchObject({ name: 'Of leads' });
    });

    test('of kinds that the gateway has not there are none', async () => {
      for (const kind of ['activity', 'custom_object_type']) {
        expect(await ok(office.rest.get(`/custom_field/${kind}/`))).toEqual({ data: [], has_more: false });
      }
    });

    test('what is wrong is told by name', async () => {
      const { rest } = office;
      const errors = async (body: object) => (await rest.post('/custom_field/lead/', body)).body['field-errors'];
      expect(await errors({ type: 'text' })).toEqual({ name: 'This field is required.' });
      expect(await errors({ name: 'x', type: 'custom_object' })).toHaveProperty('type');
      expect(await errors({ name: 'x', type: 'choices' })).toHaveProperty('choices');
      expect(await errors({ name: 'x', type: 'text', accepts_multiple_values: true })).toHaveProperty(
        'accepts_multiple_values',
      );
      expect(await errors({ name: 'x', type: 'choices', choices: ['a', 'A'] })).toHaveProperty('choices');
    });

    test('1.1 shared ones tell whom they belong to; associations are made with 201 and removed with 204', async () => {
      const { rest } = office;
      const made = await ok(
        rest.post('/custom_field/shared/', { name: 'Region', type: 'text', associations: [{ object_type: 'lead' }] }),
      );
      expect(Object.keys(made)).toEqual(['accepts_multiple_values', 'associations', ...keys.slice(1)]);
      const lead = { object_type: 'lead', editable_with_roles: [], required: false };
      expect(made).toMatchObject({ is_shared: true, associations: [lead] });
      const path = `/custom_field/shared/${made.id}/`;
      const association = await ok(rest.post(`${path}association/`, { object_type: 'opportunity' }), 201);
      expect(association).toEqual({ ...lead, object_type: 'opportunity' });
      expect((await ok(rest.get(path))).associations).toHaveLength(2);
      const opportunity = await ok(rest.post('/opportunity/', { [`custom.${made.id}`]: 'North' }));
      expect(opportunity[`custom.${made.id}`]).toBe('North');

      const removed = await rest.delete(`${path}association/opportunity/`);
      expect([removed.status, removed.text]).toEqual([204, '']);
      expect((await ok(rest.get(path))).associations).toEqual([lead]);
      expect(await ok(rest.get(`/opportunity/${opportunity.id}/`))).not.toHaveProperty(`custom.${made.id}`);
      expect((await rest.delete(`${path}association/nonsense/`)).status).toBe(404);
      const wrong = await rest.post(`${path}association/`, { object_type: 'nonsense' });
      expect(wrong.body['field-errors']).toHaveProperty('object_type');
      expect(await ok(rest.put(path, { name: 'Area' }))).toMatchObject({ name: 'Area', is_shared: true });
      expect(await ok(rest.delete(path))).toEqual({});
    });

    test('the schema of a kind of object lists its fields in order, shared ones too, and puts them in order', async () => {
      const { theirRest: rest } = office;
      const path = '/custom_field_schema/opportunity/';
      const own = await ok(rest.post('/custom_field/opportunity/', { name: 'One', type: 'text' }));
      const shared = await ok(
        rest.post('/custom_field/shared/', {
          name: 'Two',
          type: 'text',
          associations: [{ object_type: 'opportunity' }],
        }),
      );
      await ok(rest.post('/custom_field/lead/', { name: 'Three', type: 'text' }));
      const names = ({ fields }: { fields: { name: string }[] }) => fields.map(({ name }) => name);
      const before = await ok(rest.get(path));
      expect(Object.keys(before)).toEqual(['fields']);
      expect(names(before)).toEqual(['One', 'Two']);
      expect(Object.keys(before.fields[0])).toEqual(keys);
      expect(names(await ok(rest.put(path, { fields: [{ id: shared.id }, { id: own.id }] })))).toEqual(['Two', 'One']);
      expect(names(await ok(rest.get('/custom_field_schema/lead/')))).toEqual(['Three']);
      const wrong = await rest.put(path, { fields: [{ id: 'cf_none' }] });
      expect([wrong.status, Object.keys(wrong.body['field-errors'])]).toEqual([400, ['fields']]);
    });
  });
});
