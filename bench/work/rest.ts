/** Lists of the REST API, which always tell the figures of all that match. */
import { figuresOfSql, type PeriodRow, periodsSql } from './figures.ts';
import { rest, sql } from './question.ts';
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

const list = (id: string, title: string, fields: string | undefined, columns: string): Work => ({
  id,
  title,
  sides: {
    gateway: () =>
      rest<Answer>(
        () => ({ method: 'GET', path: `/api/v1/opportunity/?_limit=100${fields ? `&_fields=${fields}` : ''}` }),
        ({ data, total_results, expected_value_annualized }) => ({
          ...{ total_results, expected_value_annualized },
          deals: data.map(({ lead_name, value }) => [lead_name, value]),
        }),
      ),
    floor: ({ organization }) =>
      sql<[Listed[], PeriodRow[]]>(
        () => [
          {
            name: id,
            text: `select ${columns} from opportunity o
              join lead l on l.organization_id = o.organization_id and l.id = o.lead_id
              join opportunity_status s on s.organization_id = o.organization_id and s.id = o.status_id
              join pipeline p on p.organization_id = o.organization_id and p.id = s.pipeline_id
              left join contact c on c.organization_id = o.organization_id and c.id = o.contact_id
              left join "user" u on u.id = o.user_id left join "user" cu on cu.id = o.created_by
              left join "user" uu on uu.id = o.updated_by
              where o.organization_id = $1 order by o.date_created desc, o.id desc limit 100`,
            values: [organization.id],
          },
          periodsSql(organization, 'everything'),
        ],
        (deals, periods) => {
          const { count, expectedValueAnnualized } = figuresOfSql(periods);
          return {
            ...{ total_results: count, expected_value_annualized: expectedValueAnnualized },
            deals: deals.map(({ lead_name, value }) => [lead_name, value]),
          };
        },
      ),
  },
});

export const restLists: readonly Work[] = [
  list('rest-list', 'REST list of 100, all fields', undefined, everything),
  list(
    'rest-three-fields',
    'REST list of 100, three fields',
    'id,lead_name,value',
    'o.id, l.name as lead_name, o.value::float8 as value',
  ),
];
