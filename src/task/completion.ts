/** That tasks were done, kept with what they said at that moment: what becomes of a task afterwards, its being undone too, changes nothing of it. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';

interface Done {
  readonly id: string;
  readonly lead_id: string;
  readonly text?: string | undefined;
  readonly assigned_to?: string | null | undefined;
}

export async function recordCompletions(
  session: Session,
  { organizationId, userId, now }: Pick<Caller, 'organizationId' | 'userId' | 'now'>,
  tasks: readonly Done[],
): Promise<void> {
  const when = { date_created: toDate(now), date_updated: toDate(now) };
  const rows = tasks.map((task) => ({
    ...{ id: newId('activity'), organization_id: organizationId, user_id: userId, ...when },
    ...{
      lead_id: task.lead_id,
      task_id: task.id,
      task_text: task.text ?? '',
      task_assigned_to: task.assigned_to ?? null,
    },
  }));
  await insertRows(session, 'task_completion', rows);
}

/** By the id of the task: when it was done last. What was done once may have been undone since. */
export async function readLastCompletions(
  { kysely, dialect }: Session,
  organizationId: string,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (taskIds.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('task_completion')
    .select(['id', 'task_id'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('task_id'), taskIds))
    .orderBy('row_key')
    .execute();
  return new Map(rows.map(({ id, task_id }) => [task_id, id]));
}

/** The task stays as it is. @throws NOT_FOUND */
export async function deleteTaskCompletion({ kysely }: Session, { organizationId }: Caller, id: string) {
  const query = kysely.deleteFrom('task_completion').where('organization_id', '=', organizationId);
  const { numDeletedRows } = await query.where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('NOT_FOUND', 'There is no completed task with this id.');
}
