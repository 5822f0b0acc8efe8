/** Two gateways, each a process of its own, on one database: what fifty callers at once are told is what is stored. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../src/organization/api-key.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, type Office, readOpportunity } from '../fixtures.ts';
import type { Answer } from '../gateway.ts';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';

const fifty = Array.from({ length: 50 }, (_, i) => i);

const update = `mutation ($id: ID!, $input: OpportunityInput!, $expectedVersion: Int) {
  updateOpportunity(id: $id, input: $input, expectedVersion: $expectedVersion) { opportunity { version } }
}`;

describeDatabases('two processes on one database', (opened) => {
  let mine: Office;
  let key = '';
  let gateways: readonly GatewayProcess[] = [];
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
    const { organizationId, userId } = mine.caller;
    key = await opened.database.write((session) =>
      createApiKey(session, { organizationId, userId, name: 'test' }, { now: fixedNow }),
    );
    gateways = await Promise.all([startGateway(opened.url), startGateway(opened.url)]);
  }, 120_000);
  afterAll(() => Promise.all(gateways.map((gateway) => gateway.stop())));

  /** The callers take turns at the two. */
  // biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
  const ask = async (caller: number, query: string, variables: object): Promise<Answer<any>> => {
    const response = await fetch(`${gateways[caller % 2]?.address}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, errors: [], ...(await response.json()) };
  };
  const create = async (input: object): Promise<string> => {
    const { data } = await ask(
      0,
      'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }',
      { input },
    );
    return data.createOpportunity.opportunity.id;
  };

  test('fifty updates of one opportunity with version checks apply exactly the acknowledged ones', async () => {
    const id = await create({ leadId: mine.leadId, value: 0 });
    let acknowledged = 0;
    // In rounds, so that the fiftieth is asked whatever the first were told.
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(
        fifty.map(async (caller) => {
          const { data } = await ask(caller, 'query ($id: ID!) { opportunity(id: $id) { value version } }', { id });
          const { value, version } = data.opportunity;
          return ask(caller, update, { id, input: { value: value + 1 }, expectedVersion: version });
        }),
      );
      const refused = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions?.code));
      expect(new Set(refused)).toEqual(new Set(['VERSION_CONFLICT']));
      acknowledged += answers.length - refused.length;
      expect(await readOpportunity(opened.database, id)).toMatchObject({
        ...{ value: BigInt(acknowledged), version: acknowledged + 1 },
      });
    }
    expect(acknowledged).toBeGreaterThanOrEqual(2);
  });

  test('fifty updates of different fields all survive', async () => {
    const id = await create({ leadId: mine.leadId });
    const fields = await Promise.all(
      fifty.slice(5).map(async (caller) => {
        const { data } = await ask(
          caller,
          'mutation ($name: String!) { createCustomField(input: { name: $name, type: NUMBER, objectTypes: [OPPORTUNITY] }) { customField { id } } }',
          { name: `Field ${caller}` },
        );
        return data.createCustomField.customField.id as string;
      }),
    );
    const changes = [
      { note: 'written' },
      { value: 5 },
      { confidence: 7 },
      { dateWon: '2026-02-03' },
      { userId: mine.userIds[1] },
      ...fields.map((fieldId, number) => ({ customFields: [{ fieldId, value: { number } }] })),
    ];
    const answers = await Promise.all(changes.map((input, caller) => ask(caller, update, { id, input })));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const { data } = await ask(
      0,
      'query ($id: ID!) { opportunity(id: $id) { note value confidence dateWon user { id } version customFields { field { id } ... on NumberValue { number } } } }',
      { id },
    );
    const { customFields, ...stored } = data.opportunity;
    expect(stored).toEqual({
      ...{ note: 'written', value: 5, confidence: 7, dateWon: '2026-02-03' },
      ...{ user: { id: mine.userIds[1] }, version: 51 },
    });
    const numbers = new Map(
      customFields.map(({ field, number }: { field: { id: string }; number: number }) => [field.id, number]),
    );
    expect(numbers).toEqual(new Map(fields.map((fieldId, number) => [fieldId, number])));
  });

  test('twenty creations with one idempotency key make one opportunity', async () => {
    const answers = await Promise.all(
      fifty
        .slice(0, 20)
        .map((caller) =>
          ask(
            caller,
            'mutation ($lead: ID!) { createOpportunity(input: { leadId: $lead, note: "once" }, idempotencyKey: "once") { opportunity { id } } }',
            { lead: mine.leadId },
          ),
        ),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.createOpportunity.opportunity.id)).size).toBe(1);
    const { data } = await ask(1, '{ opportunities(filter: { note: { eq: "once" } }) { totalCount } }', {});
    expect(data.opportunities.totalCount).toBe(1);
  });
});
