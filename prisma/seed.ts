/**
 * Demo data: a sales team of eight with three years of deals, so that whoever starts the gateway for the first time has
 * something to ask about. The same seed and the same day give the same rows, ids included.
 *
 * `npm run seed`, or by itself when the gateway starts on a database without any organization.
 */
import type { Database, Session } from '../src/db/client.ts';
import { insertRows } from '../src/db/insert.ts';
import { writtenBy } from '../src/db/origin.ts';
import { groupBy } from '../src/value/group-by.ts';
import { dayOf, type Instant, utc } from '../src/value/period.ts';
import { createCompanies, type DemoCompany } from './demo/company.ts';
import { companyValues, createFields, dealValues, products, valueRows } from './demo/custom-field.ts';
import { createDeal, type Deal } from './demo/deal.ts';
import { contactRows, leadFacts, leadRow } from './demo/lead.ts';
import { pastOf } from './demo/past.ts';
import { createRandom, type Random } from './demo/random.ts';
import { createTeam, type Team } from './demo/team.ts';

export interface DemoOptions {
  /** The API key of the first user, an admin. @default 'api_demo' */
  readonly key?: string;
  /** @default 2000 */
  readonly opportunities?: number;
  /** Its day, in UTC, is the day on which the three years end. */
  readonly now: Instant;
  /** @default 1 */
  readonly seed?: number;
}

/** Of two instances that start together, one waits while the other makes the demo: seconds on a busy machine. */
export const seedPatience = { maxWait: 120_000, timeout: 120_000 } as const;

const days = 3 * 365;
const pastSeed = 1_000_003;

/** All or nothing, and nothing when there is an organization already. @returns whether it was done */
export async function seedDemo(database: Database, options: DemoOptions): Promise<boolean> {
  return database.write(async (session) => {
    const organization = await session.kysely.selectFrom('organization').select('id').limit(1).executeTakeFirst();
    // As an import writes: a lead has its custom fields as soon as it is created, and is not changed by nobody afterwards.
    return organization ? false : writtenBy(session, {}, () => createDemo(session, options));
  });
}

async function createDemo(
  session: Session,
  { key = 'api_demo', opportunities = 2000, now, seed = 1 }: DemoOptions,
): Promise<boolean> {
  const today = dayOf(now, utc);
  const random = createRandom(seed, today);
  const team = await createTeam(session, random, key, random.daysAgo(days + 30));
  if (!team) return false;
  const companies = createCompanies(random, Math.ceil(opportunities / 5));
  const deals = ages(random, opportunities)
    .map((age) => createDeal(random, { ...team, today, companies, products }, age))
    .sort((a, b) => a.row.date_created.getTime() - b.row.date_created.getTime());
  await storeLeads(session, random, team, companies, deals);
  // By lots of its own, so that what deals are does not depend on how much of their past is told.
  const past = createRandom(seed + pastSeed, today);
  await storeDeals(
    session,
    deals.map((deal) => ({ ...deal, versions: pastOf(past, deal, team.userIds) })),
  );
  await storeValues(session, random, team, companies, deals);
  return true;
}

/** Days ago, the oldest first; business grows, so that there are more of the recent ones. */
function ages(random: Random, count: number): readonly number[] {
  const drawn = Array.from({ length: count }, () => random.between(0, 999) / 1000);
  return drawn.map((part) => 1 + Math.floor(days * part ** 1.2)).sort((a, b) => b - a);
}

async function storeLeads(
  session: Session,
  random: Random,
  team: Team,
  companies: readonly DemoCompany[],
  deals: readonly Deal[],
): Promise<void> {
  const byCompany = groupBy(deals, ({ company }) => company);
  const leads = companies
    .map((company) => ({ company, facts: leadFacts(random, team, byCompany.get(company) ?? []) }))
    .sort((a, b) => a.facts.created - b.facts.created);
  await insertRows(
    session,
    'lead',
    leads.map(({ company, facts }) => leadRow(random, company, facts)),
  );
  await insertRows(
    session,
    'contact',
    leads.flatMap(({ company, facts }) => contactRows(random, company, facts)),
  );
}

type DealWithPast = Deal & { readonly versions: ReturnType<typeof pastOf> };

async function storeDeals(session: Session, deals: readonly DealWithPast[]): Promise<void> {
  // Before the deals, for which the database would assume a past otherwise.
  await insertRows(
    session,
    'opportunity_version',
    deals.flatMap((deal) => deal.versions),
  );
  const changes = deals.flatMap((deal) => deal.changes);
  await insertRows(
    session,
    'opportunity',
    deals.map(({ row, versions }) => ({ ...row, version: versions.length + 1 })),
  );
  await insertRows(
    session,
    'status_change',
    changes.sort((a, b) => a.date_created.getTime() - b.date_created.getTime()),
  );
}

async function storeValues(
  session: Session,
  random: Random,
  { organizationId, userIds, founded }: Team,
  companies: readonly DemoCompany[],
  deals: readonly Deal[],
): Promise<void> {
  const { rows, objects, idOf } = createFields(random, organizationId, founded);
  const owner = { organization_id: organizationId, opportunity_id: null, lead_id: null, date_set: null };
  await insertRows(session, 'custom_field', rows);
  await insertRows(session, 'custom_field_object', objects);
  await insertRows(session, 'custom_field_value', [
    ...companies.flatMap((it) => valueRows(companyValues(random, it), idOf, { ...owner, lead_id: it.id })),
    ...deals.flatMap((it) => {
      const { id: opportunity_id, date_created: date_set } = it.row;
      return valueRows(dealValues(random, it, userIds), idOf, { ...owner, opportunity_id, date_set });
    }),
  ]);
}
