/** Lists of the REST API, which always tell the figures of all that match; and the same from the other door, beside it. */
import { figuresDocument, figuresOfSql, type PeriodRow, periodsSql } from './figures.ts';
import { graphql, rest, sql } from './question.ts';
import type { Work } from './work.ts';

interface Answer {
  readonly data: readonly { readonly lead_name: string; readonly value: number | null }[];
  readonly total_results: number;
  readonly expected_value_annualized: number;
}

interface Listed {
  readonly lead_name: string;
  readonly value: number | null;
}

const everything = `o.*, o.value::float8 as value, o.annualized_value::float8 as annualized_value, l.name as lead_name,
  c.name as contact_name, u.full_name as user_name, cu.full_name as created_by_name, uu.full_name as updated_by_name,
  s.label as status_label, s.type as status_type, s.pipeline_id, p.name as pipeline_name`;

interface Facts {
  readonly total_results: unknown;
  readonly expected_value_annualized: unknown;
  readonly deals: readonly (readonly [lead: string, value: number | null])[];
}

const factsOfRest = ({ data, total_results, expected_value_annualized }: Answer): Facts => ({
  ...{ total_results, expected_value_annualized },
  deals: data.map(({ lead_name, value }) => [lead_name, value]),
});

const onFloor =
  (id: string, columns: string): Work['sides']['gateway'] =>
  ({ organization }) =>
    sql<[Listed[], PeriodRow[]]>(
      () => [
        {
          name: id,
          text: `select ${columns} from opportunity o
            join lead l on l.organization_id = o.organization_id and l.id = o.lead_id
            join opportunity_status s on s.organization_id = o.organization_id and s.id = o.status_id
            join pipeline p on p.organization_id = o.organization_id and p.id = s.pipeline_id
            left join contact c on c.organization_id = o.organization_id and c.id = o.contact_id
            left join membership u on u.organization_id = o.organization_id and u.user_id = o.user_id
            left join membership cu on cu.organization_id = o.organization_id and cu.user_id = o.created_by
            left join membership uu on uu.organization_id = o.organization_id and uu.user_id = o.updated_by
            where o.organization_id = $1 order by o.date_created desc, o.id desc limit 100`,
          values: [organization.id],
        },
        periodsSql(organization, 'everything'),
      ],
      (deals, periods): Facts => {
        const { count, expectedValueAnnualized } = figuresOfSql(periods);
        return {
          ...{ total_results: count, expected_value_annualized: expectedValueAnnualized },
          deals: deals.map(({ lead_name, value }) => [lead_name, value]),
        };
      },
    );

const get = (query: string) =>
  rest<Answer>(() => ({ method: 'GET', path: `/api/v1/opportunity/?${query}` }), factsOfRest);

const allFields = `{ opportunities(first: 100) {
  totalCount pageInfo { hasNextPage } ${figuresDocument}
  nodes {
    id lead { id name } contact { id name } user { id fullName } createdBy { id fullName } updatedBy { id fullName }
    status { id label type pipeline { id name } }
    value valuePeriod valueFormatted expectedValue valueAnnualized expectedValueAnnualized confidence
    note noteHtml dateCreated dateUpdated dateWon dateLost
    customFields { field { id }
    ... on TextValue { text } ... on NumberValue { number } ... on DateValue { date } ... on DateTimeValue { dateTime }
    ... on ChoicesValue { choices } ... on UsersValue { users { id } } ... on ContactsValue { contacts { id } } }
  }
} }`;

interface OverGraphql {
  readonly opportunities: {
    readonly totalCount: number;
    readonly aggregates: { readonly expectedValueAnnualized: number };
    readonly nodes: readonly { readonly lead: { readonly name: string }; readonly value: number | null }[];
  };
}

export const lists: readonly Work[] = [
  {
    ...{ id: 'rest-list', title: 'REST list of 100, all fields' },
    sides: { gateway: () => get('_limit=100'), floor: onFloor('rest-list', everything) },
  },
  {
    ...{ id: 'rest-three-fields', title: 'REST list of 100, three fields' },
    sides: {
      gateway: () => get('_limit=100&_fields=id,lead_name,value'),
      floor: onFloor('rest-three-fields', 'o.id, l.name as lead_name, o.value::float8 as value'),
    },
  },
  {
    ...{ id: 'graphql-list', title: 'the list of 100, all fields, over GraphQL' },
    sides: {
      gateway: () =>
        graphql<OverGraphql>(
          allFields,
          ({ opportunities: { totalCount, aggregates, nodes } }): Facts => ({
            ...{ total_results: totalCount, expected_value_annualized: aggregates.expectedValueAnnualized },
            deals: nodes.map(({ lead, value }) => [lead.name, value]),
          }),
        ),
      floor: onFloor('rest-list', everything),
    },
  },
];
