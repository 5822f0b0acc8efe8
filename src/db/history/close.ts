/**
 * Says when rows that are about to be deleted were last what they are, and by whom: the row itself cannot, as it does in a
 * change. Without it the triggers take the database's clock and nobody.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Instant, toDate } from '../../value/period.ts';
import type { Session } from '../client.ts';
import { closedColumns, opportunityColumns, valueColumns } from './columns.ts';

export interface Author {
  readonly organizationId: string;
  /** Absent where nobody does it, as in an import. */
  readonly userId?: string | null;
  readonly now: Instant;
}

const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));

/** With the values of their custom fields. */
export async function closeOpportunities(session: Session, author: Author, ids: readonly string[]): Promise<void> {
  const { kysely, dialect } = session;
  const { organizationId, userId = null, now } = author;
  await sql`
    insert into opportunity_version (${names(closedColumns)})
    select id, ${names(opportunityColumns)}, date_updated, ${toDate(now)}, ${userId} from opportunity
    where organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('id'), ids)}`.execute(kysely);
  await closeValues(session, author, dialect.isOneOf(sql.ref('opportunity_id'), ids));
}

/** Those of opportunities, of the values that are described. */
export async function closeValues(
  { kysely }: Session,
  { organizationId, now }: Author,
  which: RawBuilder<SqlBool>,
): Promise<void> {
  await sql`
    insert into custom_field_version (${names(valueColumns)}, valid_from, valid_to)
    select ${names(valueColumns)}, date_set, ${toDate(now)} from custom_field_value
    where organization_id = ${organizationId} and opportunity_id is not null and ${which}`.execute(kysely);
}
