/**
 * A session that is asked of a moment that has passed. What the tables were then stands in each query in their place, under
 * their names: whatever compiles a filter, a total or a group stays as it is, and cannot mean something else of the past.
 * As the images of subscribers do (`opportunity/image-match.ts`), for all rows there were.
 */
import {
  CommonTableExpressionNameNode,
  CommonTableExpressionNode,
  type KyselyPlugin,
  type OperationNode,
  type RawBuilder,
  RawNode,
  type RootOperationNode,
  SelectQueryNode,
  sql,
  WithNode,
} from 'kysely';
import { type Instant, toDate } from '../../value/period.ts';
import type { Session } from '../client.ts';
import type { Dialect } from '../dialect.ts';
import { createRowReader } from '../rows/reader.ts';
import { opportunityColumns, pipelineColumns, statusColumns, valueColumns } from './columns.ts';

/** The tables that are as they were. What people are called, and what leads are, is as it is now. */
export const pastTables: ReadonlySet<string> = new Set([
  ...['opportunity', 'custom_field_value', 'opportunity_status', 'pipeline', 'status_change', 'lead'],
]);

/** @param moment what changed at this moment has changed */
export function sessionAsOf(session: Session, organizationId: string, moment: Instant): Session {
  const kysely = session.kysely.withPlugin(
    standIn((names) => tablesAsOf(session.dialect, organizationId, moment, names)),
  );
  return { ...session, kysely, rows: createRowReader(kysely, session.dialect) };
}

const pastOpportunityColumns = [
  ...['row_key', 'id', ...opportunityColumns, 'annualized_value', 'weighted', 'annualized_weighted'],
  ...['date_updated', 'is_assumed', 'note', 'note_folded', 'note_html'],
] as const;

const leadColumns = [
  ...['row_key', 'id', 'organization_id', 'name', 'name_folded', 'description', 'url', 'addresses', 'status_id'],
  ...['created_by', 'updated_by', 'date_created', 'date_updated', 'external_id', 'version'],
] as const;

/** What a table was. */
export interface StandIn {
  readonly table: string;
  readonly rows: RawBuilder<unknown>;
}

/**
 * @param names what the query names at all, see `namesIn`: other columns of opportunities are left out. SQLite reads each row that
 * an index does not cover: totals of 200,000 took five times as long with all columns.
 */
export function tablesAsOf(
  dialect: Dialect,
  organizationId: string,
  moment: Instant,
  names: ReadonlySet<string>,
): readonly StandIn[] {
  const at = toDate(moment);
  const ours = sql`organization_id = ${organizationId}`;
  const stored = dialect.storedTable;
  const all = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));
  const ended = sql`${ours} and ${dialect.spans('valid_from', 'valid_to', at)}`;
  // What is gone is told from what is there by its name, and found by the name it had.
  const gone = (column: string) => sql`${sql.ref(column)} || ' (deleted)' as ${sql.ref(column)}`;
  const without = (columns: readonly string[], column: string) =>
    sql.join(columns.map((name) => (name === column ? gone(name) : sql.ref(name))));
  const tables = {
    opportunity: sql`
      select ${opportunityAsOf(names, 'stored')} from ${stored('opportunity')} where ${ours} and date_updated <= ${at}
      union all select ${opportunityAsOf(names, 'version')} from opportunity_version where ${ended}`,
    custom_field_value: sql`
      select row_key, ${all(valueColumns)}, lead_id from ${stored('custom_field_value')}
      where ${ours} and (opportunity_id is null or date_set is null or date_set <= ${at})
      union all select -row_key, ${all(valueColumns)}, cast(null as text) from custom_field_version
      where ${ours} and valid_to > ${at} and (valid_from is null or valid_from <= ${at})`,
    opportunity_status: sql`
      select ${all(statusColumns)} from ${stored('opportunity_status')} where ${ours}
      union all select ${without(statusColumns, 'label')} from former_status where ${ours}`,
    pipeline: sql`
      select ${all(pipelineColumns)} from ${stored('pipeline')} where ${ours}
      union all select ${without(pipelineColumns, 'name')} from former_pipeline where ${ours}`,
    lead: sql`
      select ${all(leadColumns)} from ${stored('lead')} where ${ours}
      union all select -min(v.row_key), v.lead_id, v.organization_id, '(deleted)', '(deleted)', '', null, null, '',
        null, null, min(v.date_created), min(v.date_created), null, 0
      from opportunity_version as v where v.organization_id = ${organizationId} and ${dialect.spans('v.valid_from', 'v.valid_to', at)}
      and not exists (select 1 from ${stored('lead')} as l where l.organization_id = v.organization_id and l.id = v.lead_id)
      group by v.lead_id, v.organization_id`,
    status_change: sql`select * from ${stored('status_change')} where ${ours} and date_created <= ${at}`,
  };
  return Object.entries(tables).map(([table, rows]) => ({ table, rows }));
}

/** Of a row that is still so, and of one that ended; by the names of today. */
function opportunityAsOf(names: ReadonlySet<string>, row: 'stored' | 'version'): RawBuilder<unknown> {
  const isStored = row === 'stored';
  const columns: Readonly<Record<string, RawBuilder<unknown>>> = {
    ...Object.fromEntries(pastOpportunityColumns.map((column) => [column, sql.ref(column)])),
    id: isStored ? sql`id` : sql`opportunity_id`,
    row_key: isStored ? sql`row_key` : sql`-row_key`,
    date_updated: isStored ? sql`date_updated` : sql`valid_from`,
    is_assumed: isStored ? sql`false` : sql`is_assumed`,
    // Notes are not kept: searched words are looked for elsewhere, and `note:` is refused.
    ...{ note: sql`''`, note_folded: sql`''`, note_html: sql`cast(null as text)` },
  };
  return sql.join(pastColumns(names).map((column) => sql`${columns[column]} as ${sql.ref(column)}`));
}

/** Of what stands in for `opportunity` in a query with these names. */
export const pastColumns = (names: ReadonlySet<string>): readonly string[] =>
  pastOpportunityColumns.filter((column) => column === 'id' || names.has(column));

/** All names in a query, of columns and of whatever else. What is compared with is none of them. */
export function namesIn(node: OperationNode): ReadonlySet<string> {
  const names = new Set<string>();
  const open: unknown[] = [node];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') for (const word of next.match(/\w+/g) ?? []) names.add(word);
    else if (typeof next === 'object' && next !== null && !isValue(next)) open.push(...Object.values(next));
  }
  return names;
}

const isValue = (node: object) =>
  'kind' in node && (node.kind === 'ValueNode' || node.kind === 'PrimitiveValueListNode');

/** Begins a select: what it names is what stands in. For several moments in one statement, each in a select of its own. */
export function withTables(tables: readonly StandIn[]): RawBuilder<unknown> {
  return sql`with ${sql.join(tables.map(({ table, rows }) => sql`${sql.table(table)} as not materialized (${rows})`))}`;
}

function standIn(tablesFor: (names: ReadonlySet<string>) => readonly StandIn[]): KyselyPlugin {
  return {
    transformQuery: ({ node }) => before(tablesFor(namesIn(node)), node),
    transformResult: async ({ result }) => result,
  };
}

function before(tables: readonly StandIn[], node: RootOperationNode): RootOperationNode {
  if (SelectQueryNode.is(node)) return { ...node, with: withOf(tables) };
  if (!RawNode.is(node)) throw new Error(`The past is read, and not written: ${node.kind}.`);
  return RawNode.create(['', ' ', ''], [withTables(tables).toOperationNode(), node]);
}

function withOf(tables: readonly StandIn[]): WithNode {
  const [first, ...others] = tables.map(({ table, rows }) => ({
    ...CommonTableExpressionNode.create(CommonTableExpressionNameNode.create(table), sql`(${rows})`.toOperationNode()),
    materialized: false,
  }));
  if (first === undefined) throw new Error('no table stands in');
  return others.reduce((all, table) => WithNode.cloneWithExpression(all, table), WithNode.create(first));
}
