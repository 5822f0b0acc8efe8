/** Writes an organization and its rows: the same on both databases, the same in each run. */
import { openDatabase, type Session } from '../../src/db/client.ts';
import { insertRows } from '../../src/db/insert.ts';
import { foldDeltas } from '../../src/db/summary/fold.ts';
import { strip } from './bare-tables.ts';
import { type BenchOrganization, createBenchOrganization, placesOf } from './organization.ts';
import { changeRows, dealRow, lastChange, leadRow, versionRows } from './rows.ts';

const portion = 5000;

export interface Filling {
  /** Whether each deal has three versions of what it was. */
  readonly hasPast?: boolean;
  /** How many organizations of uneven size are beside. */
  readonly others?: number;
}

/** A migrated, empty database gets an organization with so many deals. */
export async function fill(url: string, deals: number, filling: Filling = {}): Promise<BenchOrganization> {
  const { hasPast = false, others = 0 } = filling;
  const restore = await strip(url, ['lead', 'opportunity', 'status_change', 'opportunity_version']);
  const database = openDatabase(url, { timeout: 3_600_000 });
  const organizations: BenchOrganization[] = [];
  for (const place of placesOf(deals, others)) {
    organizations.push(
      await database.write(async (session) => {
        const made = await createBenchOrganization(session, place);
        await insertLeads(session, made);
        await insertDeals(session, made, hasPast);
        return made;
      }),
    );
  }
  await database.close();
  await foldDeltas(url);
  await restore();
  const [organization] = organizations;
  if (!organization) throw new Error('nothing was filled');
  return organization;
}

async function insertLeads(session: Session, organization: BenchOrganization): Promise<void> {
  for (const numbers of portions(organization.firstLead, organization.leads)) {
    await insertRows(
      session,
      'lead',
      numbers.map((i) => leadRow(organization, i)),
    );
  }
}

async function insertDeals(session: Session, organization: BenchOrganization, hasPast: boolean): Promise<void> {
  for (const numbers of portions(organization.firstDeal, organization.deals)) {
    const deals = numbers.map((i) => dealRow(organization, i));
    const changes = deals.flatMap((deal, place) => changeRows(organization, deal, (numbers[0] ?? 0) + place));
    if (hasPast) {
      // First: what is there already the triggers do not write.
      const versions = deals.flatMap((deal) => versionRows(organization, deal));
      await insertRows(session, 'opportunity_version', versions);
    }
    const changed = hasPast ? deals.map((deal) => ({ ...deal, date_updated: lastChange(deal), version: 4 })) : deals;
    await insertRows(session, 'opportunity', changed);
    await insertRows(session, 'status_change', changes);
  }
}

/** So many numbers, never all at once. */
function* portions(first: number, count: number): Generator<readonly number[]> {
  for (let from = 0; from < count; from += portion) {
    yield Array.from({ length: Math.min(portion, count - from) }, (_, i) => first + from + i);
  }
}
