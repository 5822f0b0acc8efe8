/** Notes made, changed and deleted. */
import type { Caller } from '../caller.ts';
import { readParty } from '../contact/party.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { noNote } from '../opportunity/note.ts';
import { memberById, readMembers } from '../user/members.ts';
import { type Origin, originColumns } from '../user/origin.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { type NoteInput, noteColumns } from './input.ts';

export interface NewNote extends NoteInput, Origin {
  /** Whose note it is. @default the caller */
  readonly userId?: string | null;
}

/** @returns its id. @throws INVALID_INPUT */
export async function createNote(session: Session, caller: Caller, input: NewNote): Promise<string> {
  const { organizationId } = caller;
  const { userId = caller.userId, createdById } = input;
  const party = await readParty(session, caller, input);
  const members = await readMembers(
    session,
    organizationId,
    [userId, createdById].filter((id) => id != null),
  );
  const author = session.moment.of(caller);
  const origin = originColumns(author, members, input);
  const id = newId('activity');
  await insertRows(session, 'note', [
    {
      ...{ id, organization_id: organizationId, ...party },
      ...{ title: null, ...noNote, date_pinned: null, activity_at: origin.date_created },
      ...noteColumns(input, author.now),
      user_id: userId === null || userId === caller.userId ? userId : memberById(members, 'userId', userId, () => true),
      ...{ ...origin, updated_by: author.userId, date_updated: toDate(author.now) },
    },
  ]);
  return id;
}

export interface NoteUpdate {
  readonly id: string;
  readonly change: NoteInput;
  readonly expectedVersion?: number | null;
}

/** What is the same already changes nothing, the version included. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateNote(session: Session, caller: Caller, update: NoteUpdate): Promise<void> {
  const { id, change, expectedVersion } = update;
  const { organizationId } = caller;
  const row = (await lockById(session, 'note', organizationId, [id])).get(id);
  assertCurrent(row, 'note', expectedVersion);
  const moves = change.leadId != null || change.contactId !== undefined;
  const party = moves ? await readParty(session, caller, change, row) : {};
  const { userId, now } = session.moment.of(caller);
  const patch = differences(row, { ...noteColumns(change, now, row), ...party } as Partial<typeof row>);
  if (Object.keys(patch).length === 0) return;
  await updateRows(session, 'note', organizationId, [id], { ...patch, updated_by: userId, date_updated: toDate(now) });
}

/** @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteNote(
  session: Session,
  { organizationId }: Caller,
  { id, expectedVersion }: Omit<NoteUpdate, 'change'>,
): Promise<void> {
  assertCurrent((await lockById(session, 'note', organizationId, [id])).get(id), 'note', expectedVersion);
  await session.kysely.deleteFrom('note').where('organization_id', '=', organizationId).where('id', '=', id).execute();
}
