/** All activities of some leads, each in the shape of its kind, newest first. */
import type { Session } from '../../db/client.ts';
import { groupBy } from '../../value/group-by.ts';
import { everyday } from '../asked.ts';
import type { Body, Identified, Resource, Viewer } from '../field.ts';
import { statusChange } from '../opportunity/status-change.ts';
import { readBodies } from '../read.ts';
import { leadStatusChange } from './lead-status-change.ts';
import { note } from './note.ts';
import { taskCompletion } from './task-completion.ts';

export async function leadActivities(
  session: Session,
  viewer: Viewer,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Body[]>> {
  const read = async <Row extends Identified>(resource: Resource<Row>) =>
    readBodies(session, viewer, resource, everyday(resource), { where: { leadId: { in: [...leadIds] } } });
  const changes = [await read(statusChange), await read(leadStatusChange)];
  const all = [await read(note), ...changes, await read(taskCompletion)].flat();
  const newest = all.map(({ body }) => body).sort((a, b) => moment(b).localeCompare(moment(a)));
  return groupBy(newest, ({ lead_id: leadId }) => String(leadId));
}

const moment = ({ activity_at: at, date_created: created }: Body) => String(at ?? created);
