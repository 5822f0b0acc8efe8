/** From rows to answers: one read for what stands in the rows, and then, at once, one for each thing that belongs to them. */
import type { Session } from '../db/client.ts';
import type { Found } from '../db/rows/found.ts';
import { type Asked, selectionOf } from './asked.ts';
import { openCustomKeys } from './custom-keys.ts';
import type { Body, Identified, Related, Resource, Rows, Viewer } from './field.ts';

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
  const visible = { AND: [resource.visible(viewer.caller), where] };
  return bodiesOf(session, viewer, resource, asked, (rows, select) =>
    rows.findMany({ ...query, where: visible, select }),
  );
}

/** What a query finds that is bound to the caller's organization, in its order. */
export function readFound<Row extends Identified>(
  session: Session,
  viewer: Viewer,
  resource: Resource<Row>,
  asked: Asked<Row>,
  found: Found,
): Promise<readonly Read[]> {
  return bodiesOf(session, viewer, resource, asked, async (rows, select) =>
    (await rows.findIn(found, { select })).map(({ row }) => row),
  );
}

async function bodiesOf<Row extends Identified>(
  session: Session,
  viewer: Viewer,
  resource: Resource<Row>,
  asked: Asked<Row>,
  read: (rows: Rows, select: object) => PromiseLike<readonly unknown[]>,
): Promise<readonly Read[]> {
  const [found, readCustomKeys] = await Promise.all([
    read(resource.rows(session.rows), selectionOf(asked.fields)),
    openCustomKeys(session, viewer.caller, resource.custom?.owner, asked.custom),
  ]);
  // The selection is made from the same table that reads the row.
  const rows = found as readonly Row[];
  const ids = rows.map(({ id }) => id);
  const loads = asked.fields.flatMap(({ name, load }) => (load ? [{ name, load }] : []));
  const [custom, ...loaded] = await Promise.all([
    readCustomKeys(ids),
    ...loads.map(({ load }) => load(session, viewer, ids)),
  ]);
  const related = new Map<string, Related | undefined>(loads.map(({ name }, index) => [name, loaded[index]]));
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
