/** Figures read while others write: whatever the moment, the parts of one answer add up. STORM_READS says how many reads. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { required } from '../../src/value/required.ts';
import { describeDatabases } from '../describe-databases.ts';
import { as, openDesk } from '../graphql/desk.ts';
import { type FiguresFragment, type PartsFragment, ReconcileDocument } from '../graphql/generated/documents.ts';

const reads = Number(process.env.STORM_READS ?? 150);
const readers = 4;
/** How many deals there are, about: few enough for one page, so that the rows can be added up as well. */
const population = 60;

const measures = [
  'count',
  'totalValueOneTime',
  'totalValueMonthly',
  'totalValueAnnual',
  'totalValueAnnualized',
] as const;

describeDatabases('figures during a storm of writes', (opened) => {
  const desk = openDesk(opened);
  const random = (below: number) => Math.floor(Math.random() * below);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;

  const anything = () => ({
    ...{ value: random(1_000_000), valuePeriod: pick(['ONE_TIME', 'MONTHLY', 'ANNUAL']), confidence: random(101) },
    ...{ userId: pick([...desk.mine.userIds, null]), statusId: pick(Object.values(desk.mine.status)) },
    dateWon: pick([null, '2026-01-15', '2026-02-15', '2026-03-15']),
  });
  const write = async (query: string, variables: object) => {
    const { errors } = await desk.gateway.askText(query, variables);
    // Another writer may have deleted it.
    for (const { extensions } of errors) expect(extensions?.code).toMatch(/NOT_FOUND|IN_USE/);
  };
  const create = (size: number) =>
    write('mutation ($rows: [OpportunityInput!]!) { createOpportunities(inputs: $rows) { __typename } }', {
      rows: Array.from({ length: size }, () => ({ leadId: desk.mine.leadId, ...anything() })),
    });

  /** One writer: changes, deletes and creates until it is told to stop. */
  async function blow(isOver: () => boolean): Promise<number> {
    let writes = 0;
    for (; !isOver(); writes++) {
      await sleep(10);
      const { data } = await desk.gateway.askText('{ opportunities(first: 200) { nodes { id } } }');
      const ids: string[] = data.opportunities.nodes.map(({ id }: { id: string }) => id);
      const step = random(4);
      if (step === 0 && ids.length > population / 2)
        await write('mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', { id: pick(ids) });
      else if (step === 1 && ids.length < population * 2) await create(random(4));
      else if (step === 2)
        await write(
          'mutation ($of: ID, $change: OpportunityInput!) { updateMatchingOpportunities(filter: { userId: { eq: $of } }, change: $change) { changed } }',
          { of: pick(desk.mine.userIds), change: { ...anything(), userId: pick(desk.mine.userIds) } },
        );
      else
        await write(
          'mutation ($rows: [OpportunityUpdateInput!]!) { updateOpportunities(updates: $rows, partial: true) { __typename } }',
          { rows: ids.slice(0, 5).map((id) => ({ id, ...anything() })) },
        );
    }
    return writes;
  }

  /** The figures of all groups, added up. */
  function sumOf({ nodes, rest }: PartsFragment): FiguresFragment {
    const parts = [...nodes.map(({ aggregates }) => aggregates), ...(rest ? [rest] : [])];
    const sums = measures.map((measure) => [measure, parts.reduce((sum, part) => sum + (part[measure] ?? 0), 0)]);
    return Object.fromEntries(sums);
  }

  async function reconcile(): Promise<string> {
    const { data, errors } = await desk.gateway.ask(ReconcileDocument, {}, as(desk.keys.bo));
    expect(errors).toEqual([]);
    const { totalCount, aggregates, nodes, byUser, byStatus, byDay } = required(data.opportunities, 'the list');
    const { countByValuePeriod, ...figures } = aggregates;
    for (const groups of [byUser, byStatus, byDay]) expect(sumOf(required(groups, 'groups'))).toEqual(figures);
    const { oneTime, monthly, annual } = countByValuePeriod;
    expect([aggregates.count, oneTime + monthly + annual, nodes.length]).toEqual([totalCount, totalCount, totalCount]);
    expect(nodes.reduce((sum, node) => sum + (node.valueAnnualized ?? 0), 0)).toBe(figures.totalValueAnnualized);
    return JSON.stringify(figures);
  }

  test(`${reads} answers, each of one moment`, { timeout: 120_000 + reads * 100 }, async () => {
    await create(population);
    let left = reads;
    const seen = new Set<string>();
    // A fast reader may have asked all before much has moved: it goes on until it has, and so do the writers.
    const isOver = () => left <= 0 && seen.size > reads / 20;
    const reading = Array.from({ length: readers }, async () => {
      for (; !isOver(); left--) seen.add(await reconcile());
    });
    const storm = Promise.all([blow(isOver), blow(isOver), blow(isOver)]);
    const [counts] = await Promise.all([storm, ...reading]);
    const writes = counts.reduce((sum, count) => sum + count, 0);
    expect(writes).toBeGreaterThan(reads / 20);
    // What was read really moved meanwhile.
    expect(seen.size).toBeGreaterThan(reads / 20);
  });
});
