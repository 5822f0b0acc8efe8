/** The opportunities of an organization in the words of a file, to be compared with what was imported. */
import type { Database } from '../../src/db/client.ts';
import type { Deal } from './deals.ts';

export interface StoredDeal extends Omit<Deal, 'externalId'> {
  readonly externalId: string | null;
  readonly id: string;
  readonly leadId: string;
  readonly version: number;
}

export async function readDeals(database: Database, organizationId: string): Promise<readonly StoredDeal[]> {
  const rows = await database.read(({ kysely }) =>
    kysely
      .selectFrom('opportunity as o')
      .innerJoin('lead as l', 'l.id', 'o.lead_id')
      .innerJoin('opportunity_status as s', 's.id', 'o.status_id')
      .leftJoin('contact as c', 'c.id', 'o.contact_id')
      .leftJoin('membership as u', (join) =>
        join.onRef('u.user_id', '=', 'o.user_id').onRef('u.organization_id', '=', 'o.organization_id'),
      )
      .leftJoin('custom_field_value as v', 'v.opportunity_id', 'o.id')
      .select([
        'o.id',
        'o.external_id',
        'o.lead_id',
        'o.value',
        'o.value_period',
        'o.confidence',
        'o.note',
        'o.version',
      ])
      .select([
        'o.date_created',
        'o.date_won',
        'o.date_lost',
        'l.name as lead',
        'c.name as contact',
        'u.full_name as user',
      ])
      .select(['s.label', 's.type', 'v.text_value as product'])
      .where('o.organization_id', '=', organizationId)
      .orderBy('o.row_key')
      .execute(),
  );
  return rows.map((row) => ({
    ...{ id: row.id, externalId: row.external_id, leadId: row.lead_id, version: row.version },
    ...{ lead: row.lead, contact: row.contact, user: row.user, product: row.product },
    status: [row.label, row.type as Deal['status'][1]],
    ...{ value: row.value, period: row.value_period as Deal['period'], confidence: row.confidence, note: row.note },
    ...{ created: dayIn(row.date_created), won: row.date_won, lost: row.date_lost && dayIn(row.date_lost) },
  }));
}

/** The day of a midnight in UTC; anything else stays a moment. */
function dayIn(date: Date): string {
  return date.toISOString().replace('T00:00:00.000Z', '');
}
