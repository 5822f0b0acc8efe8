/** A page of fifty deals with the names around them: what every front end begins with, alone and with figures beside it. */
import type { BenchOrganization } from '../data/organization.ts';
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
import { graphql, type Statement, sql } from './question.ts';
import type { Setting, Work } from './work.ts';

const gatewayNodes = `nodes {
  id value valuePeriod confidence dateWon dateCreated lead { name } user { fullName } status { label }
}`;

export interface GatewayDeal {
  readonly id: string;
  readonly value: number | null;
  readonly lead: { readonly name: string };
  readonly user: { readonly fullName: string };
  readonly status: { readonly label: string };
}

const postgraphileNodes = `nodes {
  rowId value valuePeriod confidence dateWon dateCreated leadByOrganizationIdAndLeadId { name }
  membershipByOrganizationIdAndUserId { fullName } opportunityStatusByOrganizationIdAndStatusId { label }
}`;

interface PostgraphileDeal {
  readonly rowId: string;
  readonly value: string | null;
  readonly leadByOrganizationIdAndLeadId: { readonly name: string };
  readonly membershipByOrganizationIdAndUserId: { readonly fullName: string };
  readonly opportunityStatusByOrganizationIdAndStatusId: { readonly label: string };
}

interface FloorDeal {
  readonly id: string;
  readonly value: number | null;
  readonly lead: string;
  readonly user: string;
  readonly status: string;
}

interface Gateway {
  readonly opportunities: {
    readonly totalCount?: number;
    readonly aggregates?: GatewayFigures;
    readonly pageInfo?: { readonly endCursor: string };
    readonly nodes: readonly GatewayDeal[];
  };
}

interface Postgraphile {
  readonly allOpportunities: {
    readonly totalCount?: number;
    readonly groupedAggregates?: readonly PostgraphilePeriod[];
    readonly pageInfo?: { readonly endCursor: string };
    readonly nodes: readonly PostgraphileDeal[];
  };
}

const factsOfGateway = ({ opportunities: { nodes, totalCount, aggregates } }: Gateway) => ({
  ...{ totalCount, figures: aggregates && figuresOfGateway(aggregates) },
  deals: nodes.map(({ id, value, lead, user, status }) => [id, value, lead.name, user.fullName, status.label]),
});

const factsOfPostgraphile = ({ allOpportunities: { nodes, totalCount, groupedAggregates } }: Postgraphile) => ({
  ...{ totalCount, figures: groupedAggregates && figuresOfPostgraphile(groupedAggregates) },
  deals: nodes.map((deal) => [
    ...[deal.rowId, deal.value === null ? null : Number(deal.value), deal.leadByOrganizationIdAndLeadId.name],
    ...[deal.membershipByOrganizationIdAndUserId.fullName, deal.opportunityStatusByOrganizationIdAndStatusId.label],
  ]),
});

const dealsOfFloor = (deals: readonly FloorDeal[]) =>
  deals.map(({ id, value, lead, user, status }) => [id, value, lead, user, status]);

const pageSql = (name: string, after: string) => `
  select o.id, o.value::float8 as value, o.value_period, o.confidence, o.date_won, o.date_created,
    l.name as lead, u.full_name as "user", s.label as status
  from opportunity o
  join lead l on l.organization_id = o.organization_id and l.id = o.lead_id
  join opportunity_status s on s.organization_id = o.organization_id and s.id = o.status_id
  left join membership u on u.organization_id = o.organization_id and u.user_id = o.user_id
  where o.organization_id = $1 ${after}
  order by o.date_created desc, o.id desc limit 50 -- ${name}`;

const page = ({ id }: BenchOrganization): Statement => ({ name: 'page', text: pageSql('page', ''), values: [id] });

const count = ({ id }: BenchOrganization): Statement => ({
  ...{ name: 'count', values: [id] },
  text: 'select count(*)::int as count from opportunity where organization_id = $1',
});

/** `condition` and order, as each question of PostGraphile needs them: it knows of no organizations. */
export const ofOrganization = ({ id }: BenchOrganization) => `condition: { organizationId: ${JSON.stringify(id)} }`;

const newest = 'orderBy: [DATE_CREATED_DESC]';

const plain: Work = {
  ...{ id: 'page', title: 'page of 50, with names' },
  sides: {
    gateway: () => graphql(`{ opportunities(first: 50) { ${gatewayNodes} } }`, factsOfGateway),
    postgraphile: ({ organization }) =>
      graphql(
        `{ allOpportunities(first: 50, ${newest}, ${ofOrganization(organization)}) { ${postgraphileNodes} } }`,
        factsOfPostgraphile,
      ),
    floor: ({ organization }) =>
      sql<[FloorDeal[]]>(
        () => [page(organization)],
        (deals) => ({ deals: dealsOfFloor(deals) }),
      ),
  },
};

const counted: Work = {
  ...{ id: 'page-count', title: 'the same, with totalCount' },
  sides: {
    gateway: () => graphql(`{ opportunities(first: 50) { totalCount ${gatewayNodes} } }`, factsOfGateway),
    postgraphile: ({ organization }) =>
      graphql(
        `{ allOpportunities(first: 50, ${newest}, ${ofOrganization(organization)}) { totalCount ${postgraphileNodes} } }`,
        factsOfPostgraphile,
      ),
    floor: ({ organization }) =>
      sql<[FloorDeal[], [{ count: number }]]>(
        () => [page(organization), count(organization)],
        (deals, [{ count }]) => ({ totalCount: count, deals: dealsOfFloor(deals) }),
      ),
  },
};

const figured: Work = {
  ...{ id: 'page-figures', title: 'the same, with all figures' },
  sides: {
    gateway: () =>
      graphql(`{ opportunities(first: 50) { totalCount ${figuresDocument} ${gatewayNodes} } }`, factsOfGateway),
    postgraphile: ({ organization }) =>
      graphql(
        `{ allOpportunities(first: 50, ${newest}, ${ofOrganization(organization)}) {
          totalCount ${periodsDocument} ${postgraphileNodes}
        } }`,
        factsOfPostgraphile,
      ),
    floor: ({ organization }) =>
      sql<[FloorDeal[], PeriodRow[]]>(
        () => [page(organization), periodsSql(organization, 'everything')],
        (deals, periods) => {
          const figures = figuresOfSql(periods);
          return { totalCount: figures.count, figures, deals: dealsOfFloor(deals) };
        },
      ),
  },
};

/** Of a page so far down, or the last one where there are not so many. */
const depth = 99;
const skipped = ({ deals }: BenchOrganization) => Math.min(depth, Math.max(0, Math.ceil(deals / 50) - 1)) * 50;

const deep: Work = {
  ...{ id: 'deep-page', title: 'page 100' },
  sides: {
    gateway: async (setting) => {
      const after = await gatewayCursor(setting);
      return graphql(
        `query ($after: String) { opportunities(first: 50, after: $after) { ${gatewayNodes} } }`,
        factsOfGateway,
        () => ({ after }),
      );
    },
    postgraphile: async ({ organization, ask }) => {
      const list = (fields: string) =>
        `query ($first: Int, $after: Cursor) {
          allOpportunities(first: $first, after: $after, ${newest}, ${ofOrganization(organization)}) { ${fields} }
        }`;
      const cursor = graphql<Postgraphile>(
        list('pageInfo { endCursor }'),
        ({ allOpportunities }) => allOpportunities.pageInfo?.endCursor,
        () => ({ first: skipped(organization) }),
      );
      const after = cursor.facts(await ask(cursor));
      return graphql(list(postgraphileNodes), factsOfPostgraphile, () => ({ first: 50, after }));
    },
    floor: async ({ organization, ask }) => {
      const before = sql<[{ at: string; id: string }[]]>(
        () => [
          {
            name: 'before',
            text: `select date_created::text as at, id from opportunity where organization_id = $1
              order by date_created desc, id desc limit 1 offset $2`,
            values: [organization.id, skipped(organization) - 1],
          },
        ],
        ([row]) => [row?.at, row?.id],
      );
      const values = [organization.id, ...(before.facts(await ask(before)) as readonly string[])];
      const text = pageSql('deep', 'and (o.date_created, o.id) < ($2::timestamptz, $3)');
      return sql<[FloorDeal[]]>(
        () => [{ name: 'deep', text, values }],
        (deals) => ({ deals: dealsOfFloor(deals) }),
      );
    },
  },
};

/** Cursors are opaque: one walks. */
async function gatewayCursor({ organization, ask }: Setting): Promise<string | null> {
  let cursor: string | null = null;
  for (let left = skipped(organization); left > 0; left -= 200) {
    const variables: Readonly<Record<string, unknown>> = { first: Math.min(200, left), after: cursor };
    const walk = graphql<Gateway>(
      'query ($first: Int, $after: String) { opportunities(first: $first, after: $after) { pageInfo { endCursor } } }',
      ({ opportunities }) => opportunities.pageInfo?.endCursor,
      () => variables,
    );
    cursor = String(walk.facts(await ask(walk)));
  }
  return cursor;
}

export const pages: readonly Work[] = [plain, counted, figured, deep];
