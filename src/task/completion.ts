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

/** The task stays as it is. @throws NOT_FOUND */
export async function deleteTaskCompletion({ kysely }: Session, { organizationId }: Caller, id: string) {
  const query = kysely.deleteFrom('task_completion').where('organization_id', '=', organizationId);
  const { numDeletedRows } = await query.where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('NOT_FOUND', 'There is no completed task with this id.');
}
