/** Groups with a count and two sums each. */
import { roundWeighted } from '../../src/value/money.ts';
import { ofOrganization } from './page.ts';
import { graphql, sql } from './question.ts';
import type { Work } from './work.ts';

interface Grouping {
  readonly id: string;
  readonly title: string;
  /** The keys, as each side calls them. */
  readonly gateway: string;
  readonly postgraphile: string;
  readonly floor: string;
  /** Only the deals of a year, so that the groups fit a page of them. */
  readonly ofYear?: true;
}

interface GatewayGroup {
  readonly keys: readonly { readonly key: string; readonly label: string }[];
  readonly count: number;
  readonly aggregates: { readonly totalValueAnnualized: number; readonly expectedValueAnnualized: number };
}

interface PostgraphileGroup {
  readonly keys: readonly (string | null)[];
  readonly distinctCount: { readonly rowKey: string };
  readonly sum: { readonly annualizedValue: string; readonly annualizedWeighted: string };
}

interface FloorGroup {
  readonly keys: readonly (string | null)[];
  readonly count: number;
  readonly value: string | null;
  readonly weighted: string | null;
}

/** A group as a line of text; sides list groups in orders of their own. */
const line = (keys: readonly (string | null)[], ...figures: readonly (number | bigint)[]) =>
  `${keys.map((key) => key ?? 'none').join(' ')}: ${figures.join(' ')}`;

const lineOfSums = (keys: readonly (string | null)[], count: number, value: string | null, weighted: string | null) =>
  line(keys, count, BigInt(value ?? 0), roundWeighted(BigInt(weighted ?? 0)));

const groups = ({ id, title, gateway, postgraphile, floor, ofYear }: Grouping): Work => ({
  id,
  title,
  sides: {
    gateway: () => {
      const filter = ofYear ? '(filter: { dateWon: { gte: "2024-01-01", lt: "2025-01-01" } })' : '';
      return graphql<{ opportunities: { groups: { nodes: GatewayGroup[] } } }>(
        `{ opportunities${filter} { groups(by: [${gateway}], first: 200) {
          nodes { keys { key label } count aggregates { totalValueAnnualized expectedValueAnnualized } }
        } } }`,
        ({ opportunities }) =>
          opportunities.groups.nodes
            .map(({ keys, count, aggregates: { totalValueAnnualized, expectedValueAnnualized } }) =>
              line(
                keys.map(({ key }) => key),
                ...[count, totalValueAnnualized, expectedValueAnnualized],
              ),
            )
            .toSorted(),
      );
    },
    postgraphile: ({ organization }) => {
      const filter = ofYear
        ? 'filter: { dateWon: { greaterThanOrEqualTo: "2024-01-01", lessThan: "2025-01-01" } }'
        : '';
      return graphql<{ allOpportunities: { groupedAggregates: PostgraphileGroup[] } }>(
        `{ allOpportunities(${ofOrganization(organization)} ${filter}) { groupedAggregates(groupBy: [${postgraphile}]) {
          keys distinctCount { rowKey } sum { annualizedValue annualizedWeighted }
        } } }`,
        ({ allOpportunities }) =>
          allOpportunities.groupedAggregates
            .map(({ keys, distinctCount, sum }) =>
              lineOfSums(keys, Number(distinctCount.rowKey), sum.annualizedValue, sum.annualizedWeighted),
            )
            .toSorted(),
      );
    },
    floor: ({ organization }) => {
      const filter = ofYear ? `and o.date_won >= '2024-01-01' and o.date_won < '2025-01-01'` : '';
      const text = `select array[${floor}] as keys, count(*)::int as count, sum(o.annualized_value)::text as value,
          sum(o.annualized_weighted)::text as weighted
        from opportunity o where o.organization_id = $1 ${filter} group by ${floor}`;
      return sql<[FloorGroup[]]>(
        () => [{ name: id, text, values: [organization.id] }],
        (rows) => rows.map(({ keys, count, value, weighted }) => lineOfSums(keys, count, value, weighted)).toSorted(),
      );
    },
  },
});

const month = 'substr(o.date_won, 1, 7)';
const quarter = `substr(o.date_won, 1, 4) || '-Q' || (substr(o.date_won, 6, 2)::int + 2) / 3`;

export const groupings: readonly Work[] = [
  groups({
    ...{ id: 'groups-user', title: 'groups by user' },
    ...{ gateway: '{ field: USER }', postgraphile: 'USER_ID', floor: 'o.user_id' },
  }),
  groups({
    ...{ id: 'groups-status', title: 'groups by status' },
    ...{ gateway: '{ field: STATUS }', postgraphile: 'STATUS_ID', floor: 'o.status_id' },
  }),
  groups({
    ...{ id: 'groups-month', title: 'groups by month won' },
    gateway: '{ date: { field: DATE_WON, period: MONTH } }',
    ...{ postgraphile: 'DATE_WON_MONTH', floor: month },
  }),
  groups({
    ...{ id: 'groups-user-quarter', title: 'groups of a year by user and quarter', ofYear: true },
    gateway: '{ field: USER }, { date: { field: DATE_WON, period: QUARTER } }',
    ...{ postgraphile: 'USER_ID, DATE_WON_QUARTER', floor: `o.user_id, ${quarter}` },
  }),
];
