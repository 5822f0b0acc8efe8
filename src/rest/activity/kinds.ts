/** All kinds of activities that there are, in one place: who tells of what happened tells of each of them. */
import type { Identified, Resource } from '../field.ts';
import { statusChange } from '../opportunity/status-change.ts';
import { leadStatusChange } from './lead-status-change.ts';
import { note } from './note.ts';
import { taskCompletion } from './task-completion.ts';

export const activityKinds = [note, statusChange, leadStatusChange, taskCompletion];

/** One kind after the other: a snapshot has one connection. */
export async function readEachKind<Read>(
  read: <Row extends Identified>(kind: Resource<Row>) => Promise<readonly Read[]>,
): Promise<readonly Read[]> {
  const changes = [await read(statusChange), await read(leadStatusChange)];
  return [await read(note), ...changes, await read(taskCompletion)].flat();
}
