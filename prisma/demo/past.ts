/** What a deal of the demo organization was before it became what it is: days that slipped, people who handed it over. */
import type { Insertable } from 'kysely';
import type { Tables } from '../../src/db/generated/tables.ts';
import { addDays, type CalendarDate, dayOf, type Instant, toDate, utc } from '../../src/value/period.ts';
import type { Deal, Moment } from './deal.ts';
import type { Random } from './random.ts';

type Version = Insertable<Tables['opportunity_version']>;

/** Something that changes without a change of status. */
interface Turn {
  readonly at: Instant;
  readonly kind: 'step' | 'slip' | 'handover';
}

/** Its versions, the oldest first, without a gap from its creation to its last change. */
export function pastOf(random: Random, { row, moments }: Deal, userIds: readonly string[]): readonly Version[] {
  const turns = turnsOf(random, moments);
  const created = dayOf(turns[0]?.at ?? (0 as Instant), utc);
  let planned = random.percent(80) ? addDays(created, random.between(20, 90)) : null;
  let userId = random.percent(12) ? random.pick(userIds) : row.user_id;
  return turns.slice(0, -1).map(({ at, kind }, index): Version => {
    if (kind === 'slip') planned = planned && addDays(planned, random.between(7, 45));
    if (kind === 'handover') userId = row.user_id;
    const { status, value, confidence, at: since } = moments.findLast((moment) => moment.at <= at) ?? fail();
    return {
      ...{
        organization_id: row.organization_id,
        opportunity_id: row.id,
        lead_id: row.lead_id,
        contact_id: row.contact_id,
      },
      ...{ user_id: userId, created_by: row.created_by, updated_by: userId, closed_by: userId, status_id: status.id },
      ...{ value, value_period: row.value_period, confidence, date_won: dayIn(status.type, since, planned) },
      ...{
        date_lost: status.type === 'lost' ? toDate(since) : null,
        date_created: row.date_created,
        version: index + 1,
      },
      ...{ valid_from: toDate(at), valid_to: toDate(turns[index + 1]?.at ?? at) },
    };
  });
}

/** Each moment once: two of them are told apart by it. */
function turnsOf(random: Random, moments: readonly Moment[]): readonly Turn[] {
  const [first, last] = [moments[0]?.at ?? 0, moments.at(-1)?.at ?? 0];
  const between = Array.from({ length: last > first ? random.between(0, 3) : 0 }, (): Turn => {
    const at = (first + Math.floor(((last - first) * random.between(1, 99)) / 100)) as Instant;
    return { at, kind: random.percent(70) ? 'slip' : 'handover' };
  });
  const steps = moments.map(({ at }): Turn => ({ at, kind: 'step' }));
  const all = new Map([...between, ...steps].map((turn) => [turn.at, turn]));
  return [...all.values()].sort((a, b) => a.at - b.at);
}

function dayIn(type: string, since: Instant, planned: CalendarDate | null): CalendarDate | null {
  if (type === 'active') return planned;
  return type === 'won' ? dayOf(since, utc) : null;
}

function fail(): never {
  throw new Error('a deal begins with its creation');
}
