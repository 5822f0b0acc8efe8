/** Two organizations, each furnished alike, with a fixed clock: what tests of writing start from. */
import type { Caller } from '../src/caller.ts';
import { createContact } from '../src/contact/create.ts';
import type { Database, Session } from '../src/db/client.ts';
import { createLead } from '../src/lead/create.ts';
import { addSalesProcess, createOrganization } from '../src/organization/create.ts';
import { addMembers } from '../src/organization/member.ts';
import { type Instant, toInstant, utc } from '../src/value/period.ts';

/** 2026-06-15 10:30 UTC, a Monday. */
export const fixedNow = Date.UTC(2026, 5, 15, 10, 30) as Instant;

export interface Office {
  /** Ada, an admin. */
  readonly caller: Caller;
  readonly organizationId: string;
  /** Ada, Bo and Cy, of whom the last two are no admins. */
  readonly userIds: readonly [string, string, string];
  /** Sales: Open, Talking, Won, Lost. Renewals: Upcoming, Renewed (won), Churned (lost). */
  readonly pipelines: { readonly sales: string; readonly renewals: string };
  readonly status: Readonly<Record<'open' | 'talking' | 'won' | 'lost' | 'upcoming' | 'renewed' | 'churned', string>>;
  readonly leadStatusIds: readonly [string, string];
  readonly leadId: string;
  readonly contactId: string;
}

const process = {
  pipelines: [
    {
      name: 'Sales',
      statuses: [
        ['Open', 'active'],
        ['Talking', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
    {
      name: 'Renewals',
      statuses: [
        ['Upcoming', 'active'],
        ['Renewed', 'won'],
        ['Churned', 'lost'],
      ],
    },
  ],
  leadStatuses: ['Potential', 'Customer'],
} as const;

/** `theirs` is another organization, of whose objects nothing may be seen or used. */
export function createOffices(database: Database): Promise<{ mine: Office; theirs: Office }> {
  return database.write(async (session) => ({
    mine: await createOffice(session, 'Mine'),
    theirs: await createOffice(session, 'Theirs'),
  }));
}

async function createOffice(session: Session, name: string): Promise<Office> {
  const making = { now: fixedNow };
  const organizationId = await createOrganization(
    session,
    { name, process: { pipelines: [], leadStatuses: [] } },
    making,
  );
  const { pipelines, leadStatuses } = await addSalesProcess(session, organizationId, process, making);
  const userIds = await addMembers(
    session,
    organizationId,
    [
      { firstName: 'Ada', lastName: 'Lovelace', email: `ada@${name}.example`, role: 'admin' },
      { firstName: 'Bo', lastName: 'Diddley', email: `bo@${name}.example` },
      { firstName: 'Cy', lastName: 'Twombly', email: `cy@${name}.example` },
    ],
    making,
  );
  const [userId = ''] = userIds;
  const caller: Caller = { organizationId, userId, role: 'admin', currency: 'USD', zone: utc, now: fixedNow };
  const leadId = await createLead(session, caller, { name: `${name} lead` });
  const statuses = pipelines.flatMap((pipeline) => pipeline.statuses);
  return {
    caller,
    organizationId,
    userIds: userIds as [string, string, string],
    pipelines: { sales: pipelines[0]?.pipeline.id ?? '', renewals: pipelines[1]?.pipeline.id ?? '' },
    status: Object.fromEntries(statuses.map(({ label, id }) => [label.toLowerCase(), id])) as Office['status'],
    leadStatusIds: leadStatuses.map(({ id }) => id) as [string, string],
    leadId,
    contactId: await createContact(session, caller, { leadId, name: 'Dee' }),
  };
}

/** The same caller at a later moment. */
export function later(caller: Caller, milliseconds: number): Caller {
  return { ...caller, now: (caller.now + milliseconds) as Instant };
}

/** An instant of a test, as in `2026-06-15T10:30Z`. */
export function instant(text: string): Instant {
  return toInstant(new Date(text));
}

/** What is stored of an opportunity. */
export function readOpportunity(database: Database, id: string) {
  return database.write(({ prisma }) => prisma.opportunity.findUniqueOrThrow({ where: { id } }));
}

/** What is wrong, in short: its code and where, as in `INVALID_INPUT confidence`. */
export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const {
      code,
      inputPath = [],
      message,
    } = error as { code?: string; inputPath?: readonly unknown[]; message: string };
    return code === undefined ? message : [code, inputPath.join('.')].filter((part) => part !== '').join(' ');
  }
  return 'no error';
}
