/**
 * What a deal was before it was imported is not in the file, but that it was open before it was closed is certain. So that a
 * past day does not show as won what was won later, the first status of its pipeline is assumed until then, and marked as
 * assumed. No change of status is made up. From then on it was as it is: that the database assumes by itself.
 */
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { type CalendarDate, type Instant, startOfDay, toDate, toInstant, utc } from '../value/period.ts';
import type { Change } from './change.ts';
import { defaultConfidence } from './opportunity.ts';
import type { EnsuredStatuses } from './statuses.ts';
import type { Target } from './target.ts';

/** Before the opportunities themselves are written. */
export async function assumeOpenBefore(
  session: Session,
  target: Target,
  statuses: EnsuredStatuses,
  changes: readonly Change[],
): Promise<void> {
  const { now } = session.moment.of(target);
  const versions = changes.flatMap((change) => versionsBefore(target, statuses, change, now));
  await insertRows(session, 'opportunity_version', versions);
}

function versionsBefore(target: Target, statuses: EnsuredStatuses, { id, row, columns, stored }: Change, now: Instant) {
  const { type, pipelineId } = statuses.byId(columns.status_id);
  const open = statuses.firstActive(pipelineId);
  const closing = closingOf(type, columns);
  const created = toInstant(columns.date_created);
  if (stored || !open || closing === undefined || closing <= created || closing >= now) return [];
  const { note, note_folded, note_html, ...kept } = columns;
  const closed = {
    ...{ organization_id: target.organizationId, opportunity_id: id, external_id: row.external_id ?? null, ...kept },
    ...{ version: 0, valid_from: toDate(closing), valid_to: toDate(now), is_assumed: true },
  };
  const active = { status_id: open.id, confidence: defaultConfidence.active, date_won: null, date_lost: null };
  return [{ ...closed, ...active, valid_from: toDate(created), valid_to: toDate(closing) }, closed];
}

/** Days begin at UTC midnight. */
function closingOf(type: string, { date_won, date_lost }: Change['columns']): Instant | undefined {
  if (type === 'won') return date_won === null ? undefined : startOfDay(date_won as CalendarDate, utc);
  return type === 'lost' && date_lost !== null ? toInstant(date_lost) : undefined;
}
