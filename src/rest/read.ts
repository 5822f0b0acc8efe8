/** From rows to answers: one read for what stands in the rows, and one for each thing that belongs to them. */
import type { Session } from '../db/client.ts';
import { type Asked, selectionOf } from './asked.ts';
import { readCustomKeys } from './custom-keys.ts';
import type { Body, Identified, Related, Resource, Viewer } from './field.ts';

export interface RowQuery {
  /** Beside what the caller may see. */
  readonly where?: object;
  readonly orderBy?: object;
  readonly skip?: number;
  readonly take?: number;
}

export interface Read {
  readonly id: string;
  readonly body: Body;
}

/** In the order asked for. */
export async function readBodies<Row extends Identified>(
  session: Session,
  viewer: Viewer,
  resource: Resource<Row>,
  asked: Asked<Row>,
  { where = {}, ...query }: RowQuery,
): Promise<readonly Read[]> {
  const select = selectionOf(asked.fields);
  const found = await resource.rows(session.rows).findMany({
    ...query,
    where: { AND: [resource.visible(viewer.caller), where] },
    select,
  });
  // The selection is made from the same table that reads the row.
  const rows = found as readonly Row[];
  const ids = rows.map(({ id }) => id);
  const related = new Map<string, Related>();
  for (const { name, load } of asked.fields) if (load) related.set(name, await load(session, viewer, ids));
  const custom = await readCustomKeys(session, viewer.caller, resource.custom?.owner, asked.custom, ids);
  return rows.map((row) => {
    const body: Record<string, unknown> = {};
    for (const { name, value } of asked.fields) body[name] = value(row, viewer, related.get(name)?.get(row.id));
    return { id: row.id, body: Object.assign(body, custom.get(row.id)) };
  });
}

/** Those of these ids, in their order; one that is gone is left out. */
export async function readByIds<Row extends Identified>(
  session: Session,
  viewer: Viewer,
  resource: Resource<Row>,
  asked: Asked<Row>,
  ids: readonly string[],
): Promise<readonly Read[]> {
  if (ids.length === 0) return [];
  const read = await readBodies(session, viewer, resource, asked, { where: { id: { in: [...ids] } } });
  const byId = new Map(read.map((one) => [one.id, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
