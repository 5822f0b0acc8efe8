/**
 * What a deal was, made of what a history tells and of what is known besides: what it does not tell stays as it was known, and where
 * it tells no status that stays assumed. Before its first row the deal is taken to have been open, and else as it tells first.
 */
import type { Insertable } from 'kysely';
import type { Tables } from '../../db/generated/tables.ts';
import { differences } from '../../db/versioned.ts';
import { noNote } from '../../opportunity/note.ts';
import type { Status } from '../../pipeline/statuses.ts';
import { type Instant, toDate, toInstant } from '../../value/period.ts';
import { required } from '../../value/required.ts';
import type { StatusType } from '../../value/status-type.ts';
import { defaultConfidence, opportunityColumns } from '../opportunity.ts';
import type { ImportRow } from '../row.ts';
import { type Kept, stateAt } from './kept.ts';
import type { Told } from './told.ts';

/** Where the names of a row lead. */
export interface Names {
  /** The status that a row tells, in the pipeline of its deal where it tells none. */
  statusOf(row: ImportRow, kept: Kept): Status;
  /** Of a status that may be gone. */
  typeOf(statusId: string): StatusType;
  firstActive(pipelineId: string): Status | undefined;
  userOf(name: string | null | undefined): string | null | undefined;
}

export type Version = Insertable<Tables['opportunity_version']> & {
  readonly valid_from: Date;
  readonly valid_to: Date;
};

/** @param told from `kept.begin` on, before `kept.seen` */
export function versionsOf(kept: Kept, told: readonly Told[], names: Names): readonly Version[] {
  const { begin, seen, opportunity, versions } = kept;
  const known = versions.map(({ valid_from }) => toInstant(valid_from)).filter((at) => at > begin && at < seen);
  const bounds = [...new Set([begin, ...known, ...told.map(({ moment }) => moment)])].sort((a, b) => a - b);
  const first = required(told[0], 'what is told');
  const made: Version[] = [];
  for (const from of bounds) {
    const last = told.findLast(({ moment }) => moment <= from);
    const columns = last ? columnsThen(kept, last, from, names) : columnsBefore(kept, first, from, names);
    const before = made.at(-1);
    if (before && Object.keys(differences({ ...before }, { ...columns })).length === 0) continue;
    const by = told.find(({ moment }) => moment === from);
    const author = names.userOf(by?.row.changed_by_name) ?? null;
    if (before) made[made.length - 1] = { ...before, valid_to: toDate(from), closed_by: author };
    made.push({
      ...{ organization_id: opportunity.organization_id, opportunity_id: opportunity.id, ...columns },
      ...{ external_id: opportunity.external_id, updated_by: author, version: 0 },
      ...{ valid_from: toDate(from), valid_to: toDate(seen), closed_by: null },
    });
  }
  return made;
}

type Columns = Omit<ReturnType<typeof opportunityColumns>, keyof typeof noNote> & { readonly is_assumed: boolean };

/** What a row makes of what was known of its moment. */
export function columnsThen(
  kept: Kept,
  { row, tellsStatus }: Pick<Told, 'row' | 'tellsStatus'>,
  at: Instant,
  names: Names,
): Columns {
  const { is_assumed, ...known } = stateAt(kept, at);
  const storedType = names.typeOf(known.status_id);
  const status = tellsStatus ? names.statusOf(row, kept) : { id: known.status_id, type: storedType };
  const references = {
    ...{ leadId: known.lead_id, contactId: undefined, userId: row.user_name && names.userOf(row.user_name) },
    ...{ createdById: undefined, authorId: null, status, storedType },
  };
  const stored = { ...known, ...noNote, date_created: kept.opportunity.date_created };
  const { note, note_folded, note_html, ...columns } = opportunityColumns(row, stored, references, at);
  return { ...columns, is_assumed: !tellsStatus && is_assumed };
}

function columnsBefore(kept: Kept, first: Told, at: Instant, names: Names): Columns {
  const columns = { ...columnsThen(kept, first, at, names), is_assumed: true };
  const open = first.tellsStatus ? names.firstActive(names.statusOf(first.row, kept).pipelineId) : undefined;
  if (!open || names.typeOf(columns.status_id) === 'active') return columns;
  return { ...columns, status_id: open.id, confidence: defaultConfidence.active, date_won: null, date_lost: null };
}
