/** Groups of random changes of status are what one counts by hand in the list of them. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { groupBy } from '../../../src/value/group-by.ts';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { runs } from '../../runs.ts';
import { as, openDesk } from '../desk.ts';

interface Change {
  readonly id: string;
  readonly dateCreated: string;
  readonly lead: { readonly id: string };
  readonly user: { readonly id: string } | null;
  readonly oldStatusId: string | null;
  readonly oldStatusType: string | null;
  readonly newStatusId: string;
  readonly newStatusType: string;
  readonly newPipelineId: string;
  readonly opportunityValue: number | null;
  readonly opportunityValuePeriod: 'ONE_TIME' | 'MONTHLY' | 'ANNUAL';
  readonly opportunityConfidence: number;
}

interface Figures {
  readonly count: number;
  readonly totalValueAnnualized: number;
  readonly expectedValueAnnualized: number;
}

interface Group extends Figures {
  readonly key: string;
}

const keysOf = {
  '{ field: LEAD }': ({ lead }) => lead.id,
  '{ field: USER }': ({ user }) => user?.id ?? null,
  '{ field: OLD_STATUS }': ({ oldStatusId }) => oldStatusId,
  '{ field: NEW_STATUS }': ({ newStatusId }) => newStatusId,
  '{ field: OLD_STATUS_TYPE }': ({ oldStatusType }) => oldStatusType?.toLowerCase() ?? null,
  '{ field: NEW_STATUS_TYPE }': ({ newStatusType }) => newStatusType.toLowerCase(),
  '{ field: NEW_PIPELINE }': ({ newPipelineId }) => newPipelineId,
  '{ date: { period: MONTH } }': ({ dateCreated }) => dateCreated.slice(0, 7),
  '{ date: { period: DAY } }': ({ dateCreated }) => dateCreated.slice(0, 10),
} satisfies Readonly<Record<string, (change: Change) => string | null>>;
type By = keyof typeof keysOf;

const factors = { ONE_TIME: 1, ANNUAL: 1, MONTHLY: 12 } as const;

function figuresOf(changes: readonly Change[]): Figures {
  const worth = ({ opportunityValue, opportunityValuePeriod }: Change) =>
    (opportunityValue ?? 0) * factors[opportunityValuePeriod];
  const weighted = changes.reduce((sum, change) => sum + worth(change) * change.opportunityConfidence, 0);
  return {
    count: changes.length,
    totalValueAnnualized: changes.reduce((sum, change) => sum + worth(change), 0),
    // No value is negative here, so that half goes up.
    expectedValueAnnualized: Math.floor((weighted + 50) / 100),
  };
}

const statuses = ['open', 'talking', 'won', 'lost', 'upcoming', 'renewed'] as const;
const anyChange = fc.record({
  place: fc.nat({ max: 4 }),
  status: fc.constantFrom(...statuses),
  value: fc.option(fc.nat({ max: 10_000_000 })),
  valuePeriod: fc.constantFrom('ONE_TIME', 'MONTHLY', 'ANNUAL'),
  confidence: fc.nat({ max: 100 }),
  who: fc.constantFrom('ada', 'bo'),
  hoursLater: fc.nat({ max: 400 }),
});
const anyQuestion = fc.record({
  by: fc.uniqueArray(fc.constantFrom(...(Object.keys(keysOf) as By[])), { minLength: 1, maxLength: 3 }),
  newStatusType: fc.option(fc.constantFrom('ACTIVE', 'WON', 'LOST')),
  atLeast: fc.option(fc.integer({ min: 1, max: 5 })),
  first: fc.integer({ min: 1, max: 6 }),
});

describeDatabases('random changes of status', (opened) => {
  const desk = openDesk(opened);
  const ids: string[] = [];
  const ask = async (query: string, variables = {}, key = desk.keys.ada) => {
    const { data, errors } = await desk.gateway.askText(query, variables, as(key));
    expect(errors).toEqual([]);
    return data;
  };

  beforeAll(async () => {
    desk.now = instant('2026-01-31T20:00:00Z');
    for (const leadId of [desk.mine.leadId, desk.mine.leadId, undefined, undefined, undefined]) {
      const { createOpportunity } = await ask(
        'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }',
        { input: { leadId, statusId: desk.mine.status.open } },
      );
      ids.push(createOpportunity.opportunity.id);
    }
  });

  const take = async ({
    place,
    status,
    who,
    hoursLater,
    ...input
  }: typeof anyChange extends fc.Arbitrary<infer C> ? C : never) => {
    desk.now = (desk.now + hoursLater * 3_600_000) as Instant;
    await ask(
      'mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }',
      { id: ids[place], input: { ...input, statusId: desk.mine.status[status] } },
      desk.keys[who],
    );
  };

  const listAll = async (filter: object) => {
    const found: Change[] = [];
    for (let after: string | null = null; ; ) {
      const { statusChanges } = await ask(
        `query ($filter: StatusChangeFilter, $after: String) { statusChanges(filter: $filter, first: 200, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { id dateCreated lead { id } user { id } oldStatusId oldStatusType newStatusId
          newStatusType newPipelineId opportunityValue opportunityValuePeriod opportunityConfidence } } }`,
        { filter, after },
      );
      found.push(...statusChanges.nodes);
      if (!statusChanges.pageInfo.hasNextPage) return found;
      after = statusChanges.pageInfo.endCursor;
    }
  };

  test('are in the groups in which one counts them by hand, with all that having leaves and a page leaves out', async () => {
    const sums = 'count totalValueAnnualized expectedValueAnnualized';
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyChange, { maxLength: 8 }),
        fc.array(anyQuestion, { minLength: 3, maxLength: 3 }),
        async (changes, questions) => {
          for (const change of changes) await take(change);
          for (const { by, newStatusType, atLeast, first } of questions) {
            const filter = newStatusType === null ? {} : { newStatusType: { eq: newStatusType } };
            const listed = await listAll(filter);
            const divided = groupBy(listed, (change) => JSON.stringify(by.map((key) => keysOf[key](change))));
            const expected = [...divided.values()].map(figuresOf).filter(({ count }) => count >= (atLeast ?? 1));
            const having = atLeast === null ? '' : `having: { measure: COUNT, compare: { gte: ${atLeast} } },`;
            const groups = (page: string) => `groups(by: [${by.join(', ')}], ${having} ${page}) {
            totalCount nodes { key count aggregates { ${sums} } } rest { ${sums} } }`;
            const { statusChanges } = await ask(
              `query ($filter: StatusChangeFilter) { statusChanges(filter: $filter) { aggregates { ${sums} }
              all: ${groups('first: 200')} most: ${groups(`first: ${first}, orderBy: { measure: COUNT, direction: DESC }`)} } }`,
              { filter },
            );
            const { aggregates, all, most } = statusChanges;
            const told = (all.nodes as readonly { readonly aggregates: Figures }[]).map((group) => group.aggregates);
            expect(aggregates).toEqual(figuresOf(listed));
            expect(sorted(told)).toEqual(sorted(expected));
            expect(all.totalCount).toBe(expected.length);
            const counts = expected.map(({ count }) => count).toSorted((a, b) => b - a);
            expect(most.nodes.map(({ count }: Group) => count)).toEqual(counts.slice(0, first));
            const left = counts.slice(first).reduce((sum, count) => sum + count, 0);
            expect(most.rest?.count ?? 0).toBe(left);
          }
        },
      ),
      { numRuns: runs(6) },
    );
  });
});

const sorted = (figures: readonly Figures[]) =>
  figures
    .map(
      ({ count, totalValueAnnualized, expectedValueAnnualized }) =>
        `${count} ${totalValueAnnualized} ${expectedValueAnnualized}`,
    )
    .toSorted();
