/** Changes of tasks, one or many alike, and their deletion. */
import type { Caller } from '../caller.ts';
import { readParty } from '../contact/party.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { readMembers } from '../user/members.ts';
import { groupBy } from '../value/group-by.ts';
import { dayOf, toDate } from '../value/period.ts';
import { recordCompletions } from './completion.ts';
import { type TaskInput, type TaskRow, taskColumns } from './input.ts';

export interface TaskUpdate {
  readonly id: string;
  readonly change: TaskInput;
  readonly expectedVersion?: number | null;
}

/** What is the same already changes nothing, the version included. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateTask(session: Session, caller: Caller, update: TaskUpdate): Promise<void> {
  const { id, change, expectedVersion } = update;
  const row = (await lockById(session, 'task', caller.organizationId, [id])).get(id);
  assertCurrent(row, 'task', expectedVersion);
  const moves = change.leadId != null || change.contactId !== undefined;
  const party = moves ? await readParty(session, caller, change, row) : {};
  const planned = await planner(session, caller, change);
  await store(session, caller, [row], differences(row, { ...planned(row), ...party }));
}

/** What may be said of many at once. */
export type CommonChange = Pick<TaskInput, 'due' | 'isComplete' | 'assigneeId' | 'priority'>;

/** All of them, or none. @throws INVALID_INPUT */
export async function updateTasks(
  session: Session,
  caller: Caller,
  ids: readonly string[],
  change: CommonChange,
): Promise<void> {
  const rows = await lockById(session, 'task', caller.organizationId, ids);
  const planned = await planner(session, caller, change);
  const changes = [...rows.values()].map((row) => ({ row, patch: differences(row, planned(row)) }));
  // What is said is the same for all, what it changes is not: one statement for those of which it changes the same.
  for (const alike of groupBy(changes, ({ patch }) => JSON.stringify(patch)).values()) {
    const [{ patch } = { patch: {} }] = alike;
    await store(
      session,
      caller,
      alike.map(({ row }) => row),
      patch,
    );
  }
}

async function planner(session: Session, caller: Caller, change: TaskInput) {
  const { assigneeId } = change;
  const members = await readMembers(session, caller.organizationId, assigneeId == null ? [] : [assigneeId]);
  const { now } = session.moment.of(caller);
  const today = dayOf(caller.now, caller.zone);
  return (current: TaskRow) => taskColumns(change, members, { current, today, now });
}

async function store(
  session: Session,
  caller: Caller,
  rows: readonly TaskRow[],
  patch: Partial<TaskRow>,
): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  const author = session.moment.of(caller);
  const stamp = { updated_by: author.userId, date_updated: toDate(author.now) };
  const ids = rows.map(({ id }) => id);
  await updateRows(session, 'task', caller.organizationId, ids, { ...patch, ...stamp });
  if (patch.date_completed != null)
    await recordCompletions(
      session,
      author,
      rows.map((row) => ({ ...row, ...patch })),
    );
}

/** @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteTask(
  session: Session,
  { organizationId }: Caller,
  { id, expectedVersion }: Omit<TaskUpdate, 'change'>,
): Promise<void> {
  assertCurrent((await lockById(session, 'task', organizationId, [id])).get(id), 'task', expectedVersion);
  await session.kysely.deleteFrom('task').where('organization_id', '=', organizationId).where('id', '=', id).execute();
}
