/** `forget`: erases what opportunities were, by whoever has the database. */
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { countKept, erasePast, type Kept, type PastOf } from '../db/history/forget.ts';
import { startDatabase } from '../db/start.ts';
import { organizationNamed } from '../organization/named.ts';
import { invalid } from '../value/input.ts';
import { type Instant, parseCalendarDate, startOfDay, utc } from '../value/period.ts';
import { complain } from './complain.ts';

export interface ForgetRequest {
  readonly organization: string;
  readonly opportunity?: string | undefined;
  readonly lead?: string | undefined;
  /** A day, from whose beginning in UTC on what was stays. */
  readonly before?: string | undefined;
  /** Without it nothing is erased, and what would be is told. */
  readonly yes: boolean;
}

/** @throws DomainError, whose message says what is wrong */
export async function forget({ organization, yes, ...asked }: ForgetRequest): Promise<void> {
  const of = pastOf(asked);
  const { databaseUrl, databaseWait } = readConfig();
  await startDatabase({ databaseUrl, databaseWait, onWait: complain });
  const database = openDatabase(databaseUrl);
  try {
    const kept = await database.write(async (session) => {
      const { id } = await organizationNamed(session, organization);
      const counted = await countKept(session, id, of);
      if (counted === undefined) {
        const [[name = '', value] = []] = Object.entries(of);
        const whose = name === 'lead' ? 'of a lead with the id' : 'with the id';
        throw invalid(name, `There neither is nor was an opportunity ${whose} ${JSON.stringify(value)}.`);
      }
      if (yes) await erasePast(session, id, of);
      return counted;
    });
    process.stdout.write(`${yes ? 'Erased' : 'Would erase'}: ${told(kept)}.\n`);
    if (!yes) process.stdout.write('Nothing has been erased. Say --yes to do so: it cannot be undone.\n');
  } finally {
    await database.close();
  }
}

function pastOf({ opportunity, lead, before }: Omit<ForgetRequest, 'organization' | 'yes'>): PastOf {
  const given = [opportunity, lead, before].filter((value) => value !== undefined);
  if (given.length === 1) {
    if (opportunity !== undefined) return { opportunity };
    if (lead !== undefined) return { lead };
    if (before !== undefined) return { before: beginningOf(before) };
  }
  const message =
    'Say whose past: --opportunity with its id, --lead with its id, or --before with a day, and one of them.';
  throw invalid('opportunity', message);
}

function beginningOf(text: string): Instant {
  const day = parseCalendarDate(text);
  if (day === undefined) throw invalid('before', `${JSON.stringify(text)} is not a day such as 2026-03-31.`);
  const moment = startOfDay(day, utc);
  if (moment > systemClock()) throw invalid('before', `${text} has not come.`);
  return moment;
}

const told = ({ opportunities, versions, customFieldValues, events }: Kept) =>
  `${versions} versions and ${customFieldValues} values of custom fields, of ${opportunities} opportunities, and ${events} events`;
