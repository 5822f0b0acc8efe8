/** Writing: one deal, one field of a deal, a batch of 250. The other sides store the bare row; the gateway checks, stamps and tells. */
import { newId } from '../../src/value/id.ts';
import { chanceOf, idOf } from '../data/chance.ts';
import type { BenchOrganization } from '../data/organization.ts';
import { graphql, sql } from './question.ts';
import type { Work } from './work.ts';

/** Deals, leads and people as they come: another one with each request. */
function drawn({ deals, leads, statuses, userIds }: BenchOrganization, n: number) {
  // Far from the numbers of the rows that are there.
  const chance = chanceOf(n + 1_000_000_007);
  return {
    dealId: idOf('opportunity', chance.below(deals)),
    leadId: idOf('lead', chance.below(leads)),
    userId: chance.pick(userIds),
    statusId: chance.pick(statuses).id,
    value: chance.below(10_000_000),
    note: `asked for a call, ${n}`,
  };
}

function input(organization: BenchOrganization, n: number) {
  const { leadId, userId, statusId, value, note } = drawn(organization, n);
  return { leadId, userId, statusId, value, valuePeriod: 'MONTHLY', confidence: 40, note };
}

/** The same as a row. */
function row(organization: BenchOrganization, n: number) {
  const { leadId, userId, statusId, value, note } = drawn(organization, n);
  return {
    ...{ id: newId('opportunity'), organization_id: organization.id, lead_id: leadId, user_id: userId },
    ...{ status_id: statusId, value, value_period: 'monthly', confidence: 40, note, note_folded: note, version: 1 },
    ...{ created_by: userId, updated_by: userId },
    ...{ date_created: '2026-05-01T10:00:00Z', date_updated: '2026-05-01T10:00:00Z' },
  };
}

const columns = [
  ...['id', 'organization_id', 'lead_id', 'user_id', 'status_id', 'value', 'value_period', 'confidence', 'note'],
  ...['note_folded', 'version', 'created_by', 'updated_by', 'date_created', 'date_updated'],
].join(', ');

const insert = `insert into opportunity (${columns}) select ${columns}
  from json_populate_recordset(null::opportunity, $1::json) returning id`;

const create: Work = {
  ...{ id: 'create', title: 'create a deal', writes: true },
  sides: {
    gateway: ({ organization }) =>
      graphql<{ createOpportunity: object }>(
        'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }',
        () => 1,
        (n) => ({ input: input(organization, n) }),
      ),
    postgraphile: ({ organization }) =>
      graphql<{ createOpportunity: object }>(
        'mutation ($row: OpportunityInput!) { createOpportunity(input: { opportunity: $row }) { opportunity { rowId } } }',
        () => 1,
        (n) => ({ row: inPostgraphile(row(organization, n)) }),
      ),
    floor: ({ organization }) =>
      sql<[unknown[]]>(
        (n) => [{ name: 'create', text: insert, values: [JSON.stringify([row(organization, n)])] }],
        (made) => made.length,
      ),
  },
};

/** `created_by` is `createdBy` there, `id` is `rowId`, and amounts are text. */
function inPostgraphile({ id, value, ...columns }: ReturnType<typeof row>) {
  const camel = Object.entries(columns).map(([name, column]) => [
    name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    column,
  ]);
  return { rowId: id, value: String(value), ...Object.fromEntries(camel) };
}

const update: Work = {
  ...{ id: 'update', title: 'change one field', writes: true },
  sides: {
    gateway: ({ organization }) =>
      graphql<{ updateOpportunity: object }>(
        'mutation ($id: ID!, $value: Money) { updateOpportunity(id: $id, input: { value: $value }) { opportunity { id } } }',
        () => 1,
        (n) => {
          const { dealId, value } = drawn(organization, n);
          return { id: dealId, value };
        },
      ),
    postgraphile: ({ organization }) =>
      graphql<{ updateOpportunityByRowId: object }>(
        `mutation ($id: String!, $value: BigInt) {
          updateOpportunityByRowId(input: { rowId: $id, opportunityPatch: { value: $value } }) { opportunity { rowId } }
        }`,
        () => 1,
        (n) => {
          const { dealId, value } = drawn(organization, n);
          return { id: dealId, value: String(value) };
        },
      ),
    floor: ({ organization }) =>
      sql<[unknown[]]>(
        (n) => {
          const { dealId, value } = drawn(organization, n);
          const text = 'update opportunity set value = $1 where organization_id = $2 and id = $3 returning id';
          return [{ name: 'update', text, values: [value, organization.id, dealId] }];
        },
        (changed) => changed.length,
      ),
  },
};

const batchSize = 250;
const numbers = (n: number) => Array.from({ length: batchSize }, (_, i) => n * batchSize + i);

const batch: Work = {
  ...{ id: 'batch', title: `create ${batchSize} deals at once`, writes: true },
  sides: {
    gateway: ({ organization }) =>
      graphql<{ createOpportunities: { opportunities: object[] } }>(
        `mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { opportunities { id } } }`,
        ({ createOpportunities }) => createOpportunities.opportunities.length,
        (n) => ({ inputs: numbers(n).map((i) => input(organization, i)) }),
      ),
    floor: ({ organization }) =>
      sql<[unknown[]]>(
        (n) => [
          {
            ...{ name: 'batch', text: insert },
            values: [JSON.stringify(numbers(n).map((i) => row(organization, i)))],
          },
        ],
        (made) => made.length,
      ),
  },
};

export const writes: readonly Work[] = [create, update, batch];
