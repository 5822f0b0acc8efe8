/** `node`, `nodes` and the look-ups by id: every kind of object, and every kind of id that names none. */
import type { GraphQLInterfaceType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../../src/graphql/schema.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { as, openDesk } from '../desk.ts';

const nodeType = schema.getType('Node') as GraphQLInterfaceType;
const implementors = schema.getPossibleTypes(nodeType).map(({ name }) => name);

/** With the ids of one organization's own objects, made over GraphQL itself. */
type Ids = Readonly<Record<string, string>>;

/** No database can be asked about the first two; the last is shorter than any id. */
const noIds = ['\0', '\ud800', ''];

describeDatabases('objects by id', (opened) => {
  const desk = openDesk(opened);
  let mine: Ids;
  let theirs: Ids;

  const node = (id: string) => desk.gateway.askText('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
  const nodes = (ids: readonly string[]) =>
    desk.gateway.askText('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });

  async function furnish(key: string): Promise<Ids> {
    const ask = async (query: string, variables = {}) => {
      const { data, errors } = await desk.gateway.askText(query, variables, as(key));
      expect(errors).toEqual([]);
      return data;
    };
    // First, so that the next has something to tell it.
    const { hook } = await ask(`mutation { hook: createWebhook(input: {
      url: "https://example.com", events: [{ objectType: "opportunity", action: "created" }] }) { webhook { id } } }`);
    const { made, field } = await ask(`mutation {
      made: createOpportunity(input: {}) { opportunity { id lead { id status { id } } user { id } status { id pipeline { id statuses { id } } } } }
      field: createCustomField(input: { name: "Line", type: TEXT, objectTypes: [OPPORTUNITY] }) { customField { id } } }`);
    const { id, lead, user, status } = made.opportunity;
    const moved = status.pipeline.statuses[1].id;
    const { contact, note, task, view } = await ask(
      `mutation ($id: ID!, $lead: ID!, $statusId: ID!) {
        updateOpportunity(id: $id, input: { statusId: $statusId }) { opportunity { id } }
        contact: createContact(input: { leadId: $lead, name: "Dee" }) { contact { id } }
        note: createNote(input: { leadId: $lead, note: "called" }) { note { id } }
        task: createTask(input: { leadId: $lead, text: "call" }) { task { id } }
        view: createSavedView(input: { name: "Mine", type: OPPORTUNITY, query: "" }) { savedView { id } } }`,
      { id, lead: lead.id, statusId: moved },
    );
    const { organization, leadStatuses, statusChanges, apiKeys } = await ask(
      '{ organization { id } leadStatuses { id } statusChanges { nodes { id } } apiKeys { id } }',
    );
    await ask(
      'mutation ($id: ID!, $statusId: ID!) { updateLead(id: $id, input: { statusId: $statusId }) { lead { id } } }',
      {
        ...{ id: lead.id, statusId: leadStatuses.find((one: { id: string }) => one.id !== lead.status.id).id },
      },
    );
    const { leadStatusChanges, events, webhooks } = await ask(
      '{ leadStatusChanges { nodes { id } } events { nodes { id } } webhooks { deliveries { nodes { id } } } }',
    );
    return {
      ...{ Opportunity: id, Lead: lead.id, LeadStatus: lead.status.id, User: user.id, OpportunityStatus: status.id },
      ...{ Pipeline: status.pipeline.id, Contact: contact.contact.id, Organization: organization.id },
      ...{ Webhook: hook.webhook.id, WebhookDelivery: webhooks[0].deliveries.nodes[0].id },
      ...{ Note: note.note.id, Task: task.task.id, SavedView: view.savedView.id },
      ...{ LeadStatusChange: leadStatusChanges.nodes[0].id, Event: events.nodes[0].id },
      ...{ StatusChange: statusChanges.nodes[0].id, CustomField: field.customField.id, ApiKey: apiKeys[0].id },
    };
  }

  beforeAll(async () => {
    mine = await furnish(desk.keys.ada);
    theirs = await furnish(desk.keys.stranger);
  });

  test('there is one of each kind that the schema calls a Node', () => {
    expect(Object.keys(mine).toSorted()).toEqual(implementors.toSorted());
  });

  describe.each(implementors)('a %s', (typeName) => {
    test('is found by its id', async () => {
      const id = mine[typeName];
      expect(await node(id ?? '')).toMatchObject({ errors: [], data: { node: { __typename: typeName, id } } });
    });

    test('is not found by an id that it does not have', async () => {
      const id = `${mine[typeName]}x`;
      expect(await node(id)).toMatchObject({ errors: [], data: { node: null } });
    });

    test('of another organization is not found', async () => {
      expect(await node(theirs[typeName] ?? '')).toMatchObject({ errors: [], data: { node: null } });
    });

    test('is not found by what is no text', async () => {
      for (const end of noIds) {
        const id = `${mine[typeName]?.slice(0, 5)}${end}`;
        expect(await node(id)).toMatchObject({ errors: [], data: { node: null } });
      }
    });
  });

  test('`nodes` finds all of them in the order of the ids, with null where there is none', async () => {
    const asked = implementors.flatMap((typeName) => [
      ...[mine[typeName] ?? '', theirs[typeName] ?? '', `${mine[typeName]}x`],
      ...noIds.map((end) => `${mine[typeName]?.slice(0, 5)}${end}`),
    ]);
    const { data, errors } = await nodes(asked);
    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(
      implementors.flatMap((typeName) => [
        ...[{ __typename: typeName, id: mine[typeName] }, null, null],
        ...noIds.map(() => null),
      ]),
    );
  });

  test.each(['opportunity', 'lead'])('`%s` finds its own and nothing else', async (field) => {
    const ask = async (id: string) => {
      const { data, errors } = await desk.gateway.askText(`query ($id: ID!) { found: ${field}(id: $id) { id } }`, {
        id,
      });
      expect(errors).toEqual([]);
      return data.found;
    };
    const typeName = field === 'lead' ? 'Lead' : 'Opportunity';
    const id = mine[typeName] ?? '';
    expect(await ask(id)).toEqual({ id });
    for (const none of [theirs[typeName] ?? '', `${id}x`, `${id}\0`, `${id}\udfff`, ...noIds]) {
      expect(await ask(none)).toBeNull();
    }
  });
});
