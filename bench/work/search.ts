/** Searches as people type them: how many there are, and the first of them. */
import { rareWord } from '../data/rows.ts';
import { ofOrganization } from './page.ts';
import { graphql, sql } from './question.ts';
import type { Side, Work } from './work.ts';

interface Search {
  readonly id: string;
  readonly query: string;
  /** The filter of PostGraphile, where it has one. */
  readonly postgraphile?: string;
  /** A condition on `o`, an opportunity. */
  readonly floor: string;
}

interface Found {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
}

interface FoundByPostgraphile {
  readonly totalCount: number;
  readonly nodes: readonly { readonly rowId: string }[];
}

const search = ({ id, query, postgraphile, floor }: Search): Work => {
  const sides: Partial<Record<Side, Work['sides']['gateway']>> = {
    floor: ({ organization }) => {
      const where = `from opportunity o join lead l on l.organization_id = o.organization_id and l.id = o.lead_id
        where o.organization_id = $1 and ${floor}`;
      const values = [organization.id];
      return sql<[{ id: string }[], [{ count: number }]]>(
        () => [
          {
            ...{ name: id, values },
            text: `select o.id, o.value::float8 as value, l.name as lead ${where} order by o.date_created desc, o.id desc limit 50`,
          },
          { name: `${id}-count`, text: `select count(*)::int as count ${where}`, values },
        ],
        (deals, [{ count }]) => ({ count, ids: deals.map((deal) => deal.id) }),
      );
    },
  };
  if (postgraphile) {
    sides.postgraphile = ({ organization }) =>
      graphql<{ allOpportunities: FoundByPostgraphile }>(
        `{ allOpportunities(first: 50, orderBy: [DATE_CREATED_DESC], ${ofOrganization(organization)}, filter: ${postgraphile}) {
          totalCount nodes { rowId value leadByOrganizationIdAndLeadId { name } }
        } }`,
        ({ allOpportunities: { totalCount, nodes } }) => ({ count: totalCount, ids: nodes.map(({ rowId }) => rowId) }),
      );
  }
  return {
    ...{ id, title: `search: \`${query}\`` },
    sides: {
      ...sides,
      gateway: () =>
        graphql<{ opportunities: Found }>(
          'query ($query: String) { opportunities(first: 50, query: $query) { totalCount nodes { id value lead { name } } } }',
          ({ opportunities: { totalCount, nodes } }) => ({ count: totalCount, ids: nodes.map((node) => node.id) }),
          () => ({ query }),
        ),
    },
  };
};

const toWon = ['2024-03-04T00:00:00Z', '2024-03-11T00:00:00Z'] as const;

export const searches: readonly Work[] = [
  search({
    ...{ id: 'search-word', query: rareWord },
    postgraphile: `{ noteFolded: { includes: "${rareWord}" } }`,
    floor: `o.note_folded like '%${rareWord}%'`,
  }),
  search({
    ...{ id: 'search-common-words', query: 'discount rollout' },
    postgraphile: '{ and: [{ noteFolded: { includes: "discount" } }, { noteFolded: { includes: "rollout" } }] }',
    floor: `o.note_folded like '%discount%' and o.note_folded like '%rollout%'`,
  }),
  // Too short for an index of three characters.
  search({
    ...{ id: 'search-short-text', query: 'note:zy' },
    postgraphile: '{ noteFolded: { includes: "zy" } }',
    floor: `o.note_folded like '%zy%'`,
  }),
  search({
    ...{ id: 'search-fields', query: 'status_type:won value > 90k' },
    postgraphile: `{
      opportunityStatusByOrganizationIdAndStatusId: { type: { equalTo: "won" } }, value: { greaterThan: "9000000" }
    }`,
    floor: `o.value > 9000000 and o.status_id in
      (select id from opportunity_status where organization_id = $1 and type = 'won')`,
  }),
  search({
    ...{ id: 'search-lead-name', query: 'lead_name:"company 77"' },
    postgraphile: '{ leadByOrganizationIdAndLeadId: { nameFolded: { includes: "company 77" } } }',
    floor: `l.name_folded like '%company 77%'`,
  }),
  search({
    ...{ id: 'search-status-change', query: 'status_change(new_status:won date:2024-03-04..2024-03-10)' },
    postgraphile: `{ statusChangesByOrganizationIdAndOpportunityId: { some: {
      newStatusType: { equalTo: "won" }
      dateCreated: { greaterThanOrEqualTo: "${toWon[0]}", lessThan: "${toWon[1]}" }
    } } }`,
    floor: `o.id in (select opportunity_id from status_change where organization_id = $1 and new_status_type = 'won'
      and date_created >= '${toWon[0]}' and date_created < '${toWon[1]}')`,
  }),
  search({
    ...{ id: 'search-lead-figure', query: 'lead(num_won_opportunities > 8)' },
    floor: `o.lead_id in (select won.lead_id from opportunity won where won.organization_id = $1 and won.status_id in
      (select id from opportunity_status where organization_id = $1 and type = 'won') group by won.lead_id having count(*) > 8)`,
  }),
];
