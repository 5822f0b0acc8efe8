/**
 * What a transaction deletes beside opportunities, in so far as filters ask about it through them: their history, the lead
 * they belong to, the contacts they name. Whether an opportunity matched before is asked when all of that is gone.
 */
import { type Selectable, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { isAnnounced } from '../live/outbox.ts';
import { plain } from './image.ts';
import { relatedTypes } from './image-columns.ts';

export type RelatedTable = keyof typeof relatedTypes;
export const relatedTables = Object.keys(relatedTypes) as readonly RelatedTable[];

/** Rows as in images; JSON is as the database hands it over, which is as text on SQLite. */
export type GoneRow = Readonly<Record<string, unknown>>;

export type Gone = { readonly [Table in RelatedTable]?: readonly GoneRow[] };

/** To be read before it is deleted, and only if anybody is told. */
export async function readGoneWith(
  session: Session,
  organizationId: string,
  going: {
    readonly opportunityIds?: readonly string[];
    readonly leadId?: string | undefined;
    readonly contactIds?: readonly string[];
  },
): Promise<Gone> {
  if (!isAnnounced(session)) return {};
  const { opportunityIds = [], contactIds = [], leadId } = going;
  const read = <Table extends RelatedTable>(
    table: Table,
    column: keyof Selectable<Tables[Table]> & string,
    ids: readonly string[],
  ) => readRows(session, organizationId, table, column, ids);
  const leadIds = leadId === undefined ? [] : [leadId];
  return {
    status_change: await read('status_change', 'opportunity_id', opportunityIds),
    lead: await read('lead', 'id', leadIds),
    contact: [...(await read('contact', 'lead_id', leadIds)), ...(await read('contact', 'id', contactIds))],
    custom_field_value: await read('custom_field_value', 'lead_id', leadIds),
  };
}

async function readRows(
  { kysely, dialect }: Session,
  organizationId: string,
  table: RelatedTable,
  column: string,
  ids: readonly string[],
): Promise<readonly GoneRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<object>`
    select * from ${sql.table(table)}
    where organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref(column), ids)}`.execute(kysely);
  return rows.map(plain);
}

/** All of it, each row once: a lead goes with its contacts, which are named by opportunities of other leads besides. */
export function together(parts: readonly Gone[]): Gone {
  const of = (table: RelatedTable) => {
    const rows = parts.flatMap((part) => part[table] ?? []);
    return [...new Map(rows.map((row) => [row.row_key, row])).values()];
  };
  return Object.fromEntries(relatedTables.map((table) => [table, of(table)]));
}
