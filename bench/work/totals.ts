/** All figures, and no rows: of everything, of what is won, of a quarter, of some days that are no whole months. */
import {
  figuresDocument,
  figuresOfGateway,
  figuresOfPostgraphile,
  figuresOfSql,
  type GatewayFigures,
  type PeriodRow,
  type PostgraphilePeriod,
  periodsDocument,
  periodsSql,
} from './figures.ts';
import { ofOrganization } from './page.ts';
import { graphql, sql } from './question.ts';
import type { Work } from './work.ts';

interface Condition {
  readonly id: string;
  readonly title: string;
  readonly gateway: string;
  readonly postgraphile: string;
  readonly floor: string;
}

const totals = ({ id, title, gateway, postgraphile, floor }: Condition): Work => ({
  id,
  title,
  sides: {
    gateway: () =>
      graphql<{ opportunities: { aggregates: GatewayFigures } }>(
        `{ opportunities${gateway && `(filter: ${gateway})`} { ${figuresDocument} } }`,
        ({ opportunities }) => figuresOfGateway(opportunities.aggregates),
      ),
    postgraphile: ({ organization }) =>
      graphql<{ allOpportunities: { groupedAggregates: PostgraphilePeriod[] } }>(
        `{ allOpportunities(${ofOrganization(organization)} ${postgraphile && `filter: ${postgraphile}`}) { ${periodsDocument} } }`,
        ({ allOpportunities }) => figuresOfPostgraphile(allOpportunities.groupedAggregates),
      ),
    floor: ({ organization }) => sql<[PeriodRow[]]>(() => [periodsSql(organization, id, floor)], figuresOfSql),
  },
});

const wonBetween = (id: string, title: string, from: string, before: string): Work =>
  totals({
    id,
    title,
    gateway: `{ dateWon: { gte: "${from}", lt: "${before}" } }`,
    postgraphile: `{ dateWon: { greaterThanOrEqualTo: "${from}", lessThan: "${before}" } }`,
    floor: `and o.date_won >= '${from}' and o.date_won < '${before}'`,
  });

export const totalsOfLists: readonly Work[] = [
  totals({ id: 'totals', title: 'figures of everything', gateway: '', postgraphile: '', floor: '' }),
  totals({
    id: 'totals-won',
    title: 'figures of what is won',
    gateway: '{ statusType: { eq: WON } }',
    postgraphile: '{ opportunityStatusByOrganizationIdAndStatusId: { type: { equalTo: "won" } } }',
    floor: `and o.status_id in (select id from opportunity_status where organization_id = $1 and type = 'won')`,
  }),
  wonBetween('totals-quarter', 'figures of a quarter', '2024-04-01', '2024-07-01'),
  wonBetween('totals-days', 'figures of 77 days', '2024-04-10', '2024-06-26'),
];
