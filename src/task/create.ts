/** New tasks. */
import type { Caller } from '../caller.ts';
import { readParty } from '../contact/party.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readMembers } from '../user/members.ts';
import { type Origin, originColumns } from '../user/origin.ts';
import { newId } from '../value/id.ts';
import { type CalendarDate, dayOf, toDate } from '../value/period.ts';
import { recordCompletions } from './completion.ts';
import { type TaskColumns, type TaskInput, taskColumns } from './input.ts';

export interface NewTask extends TaskInput, Origin {}

/** Without an assignee it is the caller's. @returns its id. @throws INVALID_INPUT */
export async function createTask(session: Session, caller: Caller, input: NewTask): Promise<string> {
  const { organizationId } = caller;
  const { assigneeId = caller.userId, createdById } = input;
  const party = await readParty(session, caller, input);
  const named = [assigneeId, createdById].filter((id) => id != null);
  const members = await readMembers(session, organizationId, named);
  const author = session.moment.of(caller);
  const time = { today: dayOf(caller.now, caller.zone), now: author.now };
  const id = newId('task');
  const columns = { ...emptyTask(time.today), ...taskColumns({ ...input, assigneeId }, members, time) };
  const stamp = { updated_by: author.userId, date_updated: toDate(author.now) };
  const origin = originColumns(author, members, input);
  const row = { id, organization_id: organizationId, ...party, ...columns, ...origin, ...stamp };
  await insertRows(session, 'task', [row]);
  if (row.date_completed != null) await recordCompletions(session, author, [row]);
  return id;
}

const emptyTask = (day: CalendarDate): TaskColumns => ({
  ...{ text: '', text_folded: '', day, due_at: null, is_dateless: true, date_completed: null, assigned_to: null },
  priority: 'medium',
});
