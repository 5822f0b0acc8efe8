/** All activities of some leads, each in the shape of its kind, newest first. */
import type { Session } from '../../db/client.ts';
import { groupBy } from '../../value/group-by.ts';
import { everyday } from '../asked.ts';
import type { Body, Viewer } from '../field.ts';
import { readBodies } from '../read.ts';
import { readEachKind } from './kinds.ts';

export async function leadActivities(
  session: Session,
  viewer: Viewer,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Body[]>> {
  const where = { leadId: { in: [...leadIds] } };
  const all = await readEachKind((kind) => readBodies(session, viewer, kind, everyday(kind), { where }));
  const newest = all.map(({ body }) => body).sort((a, b) => moment(b).localeCompare(moment(a)));
  return groupBy(newest, ({ lead_id: leadId }) => String(leadId));
}

const moment = ({ activity_at: at, date_created: created }: Body) => String(at ?? created);
