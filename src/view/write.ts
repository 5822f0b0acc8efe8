/** Saved views made, changed and deleted: by their owner, and shared ones by admins too. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { invalid } from '../value/input.ts';
import { toJson } from '../value/json.ts';
import { toDate } from '../value/period.ts';
import { isText } from '../value/text.ts';
import { type NewView, type Saying, sayingOf, typeOf, type ViewInput, viewColumns } from './input.ts';
import { assertAskable, openViews, treeOf } from './meaning.ts';

/** More than anybody finds anything in. */
const mostViews = 1000;

/** @returns its id. @throws INVALID_INPUT, and what is wrong with the search */
export async function createView(session: Session, caller: Caller, input: NewView): Promise<string> {
  const { organizationId, userId } = caller;
  const saying = sayingOf(input, typeOf(input.type));
  const columns = viewColumns({ ...input, name: input.name ?? null });
  await assertSaying(session, caller, saying);
  await assertRoom(session, caller);
  const { now } = session.moment.of(caller);
  const id = newId('savedView');
  await insertRows(session, 'saved_view', [
    {
      ...{ id, organization_id: organizationId, user_id: userId, name: '', name_folded: '', description: null },
      ...{ is_shared: false, ...columns, ...saying, date_created: toDate(now), date_updated: toDate(now) },
    },
  ]);
  return id;
}

/** @throws NOT_FOUND, FORBIDDEN, INVALID_INPUT */
export async function updateView(session: Session, caller: Caller, id: string, input: ViewInput): Promise<void> {
  const row = await own(session, caller, id);
  const current = { type: typeOf(row.type), query: row.query, tree: treeOf(row.tree) };
  const saying = sayingOf(input, current.type, current);
  const columns = viewColumns(input);
  if (saying !== current) await assertSaying(session, caller, saying, id);
  const { tree, query } = saying;
  await session.kysely
    .updateTable('saved_view')
    .set({
      ...columns,
      ...{ query, tree: tree === null ? null : (toJson(tree) as never) },
      date_updated: toDate(session.moment.of(caller).now),
    })
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .execute();
}

/** @throws NOT_FOUND, FORBIDDEN */
export async function deleteView(session: Session, caller: Caller, id: string): Promise<void> {
  await own(session, caller, id);
  const query = session.kysely.deleteFrom('saved_view').where('organization_id', '=', caller.organizationId);
  await query.where('id', '=', id).execute();
}

/** `id`: of the view itself, which must not name itself, be it by way of others. */
async function assertSaying(session: Session, caller: Caller, saying: Saying, id?: string): Promise<void> {
  const views = await openViews(session, caller, { trees: [saying.tree] });
  if (id !== undefined && views.has(id)) {
    throw invalid('tree', 'A saved search cannot be a part of itself.');
  }
  assertAskable(session, caller, views, saying);
}

async function assertRoom({ kysely }: Session, { organizationId }: Caller): Promise<void> {
  const { count } = await kysely
    .selectFrom('saved_view')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostViews) {
    throw new DomainError(
      'INVALID_INPUT',
      `The organization has ${mostViews} saved searches already: delete some first.`,
    );
  }
}

async function own({ kysely }: Session, { organizationId, userId, role }: Caller, id: string) {
  if (!isText(id)) throw missing();
  const row = await kysely
    .selectFrom('saved_view')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || (row.user_id !== userId && !row.is_shared)) throw missing();
  if (row.user_id === userId || role === 'admin') return row;
  throw new DomainError('FORBIDDEN', 'Only its owner, or an admin, may change a shared saved search.');
}

const missing = () => new DomainError('NOT_FOUND', 'There is no saved search with this id.');
