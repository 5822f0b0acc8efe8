/** The companies as leads: older than their oldest deal, and customers once they have bought. */
import { checkContact } from '../../src/contact/create.ts';
import { type Instant, toDate, toInstant } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import type { DemoCompany } from './company.ts';
import type { Deal } from './deal.ts';
import type { Random } from './random.ts';
import type { Team } from './team.ts';

export interface LeadFacts {
  readonly organizationId: string;
  readonly statusId: string;
  readonly createdById: string | null;
  readonly created: Instant;
}

/** `deals` are those of the lead, the oldest first. */
export function leadFacts(random: Random, team: Team, deals: readonly Deal[]): LeadFacts {
  const [potential, qualified, customer, badFit] = team.leadStatusIds;
  const types = new Set(deals.map(({ type }) => type));
  const fromLost = [
    [50, potential],
    [20, qualified],
    [30, badFit],
  ] as const;
  const fromOpen = [
    [30, potential],
    [70, qualified],
  ] as const;
  const statusId = types.has('won') ? customer : random.weighted(types.has('active') ? fromOpen : fromLost);
  const [first] = deals;
  const created = first ? toInstant(first.row.date_created) : random.daysAgo(random.between(1, 900));
  return {
    ...{ organizationId: team.organizationId, statusId: statusId ?? '' },
    createdById: first ? first.row.created_by : random.pick(team.userIds),
    created: (created - random.between(5, 240) * 60_000) as Instant,
  };
}

export function leadRow(random: Random, { id, name, domain }: DemoCompany, facts: LeadFacts) {
  return {
    ...{ id, organization_id: facts.organizationId, status_id: facts.statusId },
    ...{ name, name_folded: fold(name), url: `https://${domain}`, addresses: [] },
    description: random.faker.company.catchPhrase(),
    ...stamp(facts),
  };
}

export function contactRows(random: Random, { id: leadId, domain, people }: DemoCompany, facts: LeadFacts) {
  return people.map(({ id, name }) => {
    const mailbox = fold(name)
      .replaceAll(/[^a-z]+/g, '.')
      .replaceAll(/^\.|\.$/g, '');
    const emails = random.percent(90) ? [{ email: `${mailbox}@${domain}` }] : [];
    const phones = random.percent(70) ? [{ phone: random.faker.phone.number({ style: 'international' }) }] : [];
    const contact = checkContact({ name, title: random.faker.person.jobTitle(), emails, phones });
    return { id, organization_id: facts.organizationId, lead_id: leadId, ...contact, ...stamp(facts) };
  });
}

const stamp = ({ createdById, created }: LeadFacts) => ({
  ...{ created_by: createdById, updated_by: createdById },
  ...{ date_created: toDate(created), date_updated: toDate(created) },
});
