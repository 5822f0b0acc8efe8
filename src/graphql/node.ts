/** The Node interface of Relay: any object by its id, whose prefix tells the kind. Ids are the same on every door. */
import { type IdKind, kindOfId } from '../value/id.ts';
import { builder } from './builder.ts';
import type { Selection } from './connection.ts';
import type { Context } from './context.ts';

export const Node = builder.interfaceRef<{ id: string }>('Node').implement({
  description: 'Anything with an id of its own.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'Opaque, case-sensitive, never reused.' }) }),
});

/** How an object of one kind is read by ids; what is not the caller’s is left out. */
export type ReadByIds = (
  context: Context,
  ids: readonly string[],
  selection: Selection,
) => Promise<readonly { id: string }[]>;

interface NodeKind {
  readonly typeName: string;
  readonly read: ReadByIds;
}

const kinds = new Map<IdKind, readonly NodeKind[]>();

/** Several kinds may share a prefix (statuses of opportunities and of leads). */
export function registerNode(kind: IdKind, typeName: string, read: ReadByIds): void {
  kinds.set(kind, [...(kinds.get(kind) ?? []), { typeName, read }]);
}

/** Each with its `__typename`; null for an id that names nothing of the caller’s. */
export async function readNodes(
  context: Context,
  ids: readonly string[],
  selectionOf: (typeName: string) => Selection,
): Promise<readonly ({ id: string; __typename: string } | null)[]> {
  const found = new Map<string, { id: string; __typename: string }>();
  for (const [kind, readers] of kinds) {
    const own = ids.filter((id) => kindOfId(id) === kind);
    if (own.length === 0) continue;
    for (const { typeName, read } of readers) {
      const rows = await read(context, own, selectionOf(typeName));
      for (const row of rows) found.set(row.id, Object.assign(row, { __typename: typeName }));
    }
  }
  return ids.map((id) => found.get(id) ?? null);
}
