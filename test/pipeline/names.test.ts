/** What people choose by its name has one of its own: labels of a pipeline, pipelines, lead statuses, custom fields of an object. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { failures, openDesk } from '../graphql/desk.ts';
import { ok } from '../rest/answers.ts';
import { openRest, type RestClient } from '../rest/client.ts';

describeDatabases('names', (opened) => {
  const desk = openDesk(opened);
  let rest: RestClient;
  beforeAll(() => {
    rest = openRest(opened, () => desk.keys.ada);
  });
  afterAll(() => rest.close());

  const ask = (mutation: string, variables = {}) => desk.gateway.askText(mutation, variables);

  /** A maker for each kind of thing, and where in its arguments the name stands. */
  const kinds = [
    ['a pipeline', 'name', (name: string) => `createPipeline(name: "${name}") { pipeline { id } }`],
    [
      'a status',
      'input.label',
      (name: string) => `createOpportunityStatus(input: { label: "${name}" }) { opportunityStatus { id } }`,
    ],
    ['a lead status', 'label', (name: string) => `createLeadStatus(label: "${name}") { leadStatus { id } }`],
    [
      'a custom field',
      'input.name',
      (name: string) =>
        `createCustomField(input: { name: "${name}", type: TEXT, objectTypes: [LEAD] }) { customField { id } }`,
    ],
  ] as const;

  describe.each(kinds)('of %s', (_kind, place, maker) => {
    test('is refused where something is called so, in whatever case; the place is told', async () => {
      expect(failures(await ask(`mutation { ${maker('Straße é')} }`))).toEqual([]);
      for (const twin of ['Straße é', ' STRASSE É ', 'strasse e\u0301']) {
        const { errors } = await ask(`mutation { ${maker(twin)} }`);
        expect(failures({ errors })).toEqual([`INVALID_INPUT ${place}`]);
        expect(errors[0]?.message).toContain('called "Straße é" already');
      }
      expect(failures(await ask(`mutation { ${maker('Straße e')} }`))).toEqual([]);
    });

    test('of thirty-two that are made at once, one is', async () => {
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, i) => ask(`mutation { ${maker(i % 2 ? 'At once' : 'AT ONCE')} }`)),
      );
      const failed = answers.flatMap(failures);
      expect(failed).toEqual(Array.from({ length: 31 }, () => `INVALID_INPUT ${place}`));
    });
  });

  test('what is renamed may change its case, and not become like another', async () => {
    const { open } = desk.mine.status;
    const rename = (label: string) =>
      ask(
        'mutation ($id: ID!, $label: String!) { renameOpportunityStatus(id: $id, label: $label) { opportunityStatus { label } } }',
        {
          id: open,
          label,
        },
      );
    expect((await rename('OPEN')).data.renameOpportunityStatus.opportunityStatus.label).toBe('OPEN');
    expect(failures(await rename('talking'))).toEqual(['INVALID_INPUT label']);
    expect(failures(await rename('Open'))).toEqual([]);
    const [first] = desk.mine.leadStatusIds;
    const leads = await ask('mutation ($id: ID!) { renameLeadStatus(id: $id, label: "CUSTOMER") { __typename } }', {
      id: first,
    });
    expect(failures(leads)).toEqual(['INVALID_INPUT label']);
    const pipelines = await ask('mutation ($id: ID!) { renamePipeline(id: $id, name: "renewals") { __typename } }', {
      id: desk.mine.pipelines.sales,
    });
    expect(failures(pipelines)).toEqual(['INVALID_INPUT name']);
  });

  test('the same label may stand in two pipelines, until one of them moves to the other', async () => {
    const { sales, renewals } = desk.mine.pipelines;
    const made = await ask(
      'mutation ($in: ID!) { createOpportunityStatus(input: { label: "talking" }, pipelineId: $in) { opportunityStatus { id } } }',
      { in: renewals },
    );
    const { id } = made.data.createOpportunityStatus.opportunityStatus;
    const move = () =>
      ask('mutation ($id: ID!, $to: ID!) { moveOpportunityStatus(id: $id, pipelineId: $to) { __typename } }', {
        id,
        to: sales,
      });
    const { errors } = await move();
    expect(failures({ errors })).toEqual(['INVALID_INPUT pipelineId']);
    expect(errors[0]?.message).toContain('"Talking" is there already');
    const order = await ask(
      'mutation ($in: ID!, $ids: [ID!]!) { reorderOpportunityStatuses(pipelineId: $in, statusIds: $ids) { __typename } }',
      {
        in: sales,
        ids: [id],
      },
    );
    expect(failures(order)).toEqual(['INVALID_INPUT statusIds']);
    const renamed = await rest.put(`/status/opportunity/${id}/`, { label: 'Talking more', pipeline_id: sales });
    expect(renamed).toMatchObject({ status: 200, body: { label: 'Talking more', pipeline_id: sales } });
  });

  test('a new pipeline has no two statuses of one label', async () => {
    const { errors } = await ask(
      'mutation { createPipeline(name: "Twins", statuses: [{ label: "In" }, { label: "Out" }, { label: "IN" }]) { __typename } }',
    );
    expect(failures({ errors })).toEqual(['INVALID_INPUT statuses.2.label']);
  });

  test('over REST the field is named', async () => {
    const errors = async (path: string, body: object) => (await rest.post(path, body)).body['field-errors'];
    expect(await errors('/pipeline/', { name: 'SALES' })).toEqual({
      name: 'There is a pipeline called "Sales" already: choose another name.',
    });
    expect(await errors('/status/opportunity/', { label: 'WON' })).toEqual({
      label: 'There is an opportunity status called "Won" already: choose another label.',
    });
    expect(await errors('/status/lead/', { label: 'potential' })).toEqual({
      label: 'There is a lead status called "Potential" already: choose another label.',
    });
    await ok(rest.post('/custom_field/opportunity/', { name: 'Region', type: 'text' }));
    expect(await errors('/custom_field/opportunity/', { name: 'region', type: 'text' })).toHaveProperty('name');
  });

  test('one name may be of fields of two kinds of object, until a shared one is given to both', async () => {
    await ok(rest.post('/custom_field/lead/', { name: 'Size', type: 'text' }));
    const shared = await ok(
      rest.post('/custom_field/shared/', { name: 'Size', type: 'text', associations: [{ object_type: 'contact' }] }),
    );
    const given = await rest.post(`/custom_field/shared/${shared.id}/association/`, { object_type: 'lead' });
    expect(given).toMatchObject({
      status: 400,
      body: { 'field-errors': { object_type: expect.stringContaining('called "Size" already') } },
    });
    expect(await ok(rest.put(`/custom_field/shared/${shared.id}/`, { name: 'SIZE' }))).toMatchObject({ name: 'SIZE' });
  });

  test('equal ones that are there already stay, work, and can be renamed', async () => {
    const { organizationId, status } = desk.theirs;
    await opened.database.write(({ kysely }) =>
      kysely
        .updateTable('opportunity_status')
        .set({ label: 'Open', label_folded: 'open' })
        .where('organization_id', '=', organizationId)
        .where('id', '=', status.talking)
        .execute(),
    );
    const stranger = { authorization: `Bearer ${desk.keys.stranger}` };
    const as = (mutation: string, variables: object) => desk.gateway.askText(mutation, variables, stranger);
    const made = await as(
      'mutation ($id: ID!) { createOpportunity(input: { statusId: $id }) { opportunity { status { id } } } }',
      {
        id: status.talking,
      },
    );
    expect(made.data.createOpportunity.opportunity.status.id).toBe(status.talking);
    const rename = (label: string) =>
      as('mutation ($id: ID!, $label: String!) { renameOpportunityStatus(id: $id, label: $label) { __typename } }', {
        id: status.talking,
        label,
      });
    expect(failures(await rename('Open'))).toEqual([]);
    expect(failures(await rename('OPEN'))).toEqual(['INVALID_INPUT label']);
    expect(failures(await rename('Talking'))).toEqual([]);
  });
});
