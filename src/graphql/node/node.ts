/** The Node interface of Relay: any object by its id, whose prefix tells the kind. Ids are the same on every door. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { type IdKind, kindOfId } from '../../value/id.ts';
import { builder } from '../builder.ts';
import type { Selection } from '../connection/connection.ts';
import type { Context } from '../context.ts';

export const Node = builder.interfaceRef<{ id: string }>('Node').implement({
  description: 'Anything with an id of its own.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'Opaque, case-sensitive, never reused.' }) }),
});

type Found = Promise<readonly { id: string }[]>;

/** How an object of one kind is read by ids; what is not the caller’s is left out. */
export type ReadByIds = (context: Context, ids: readonly string[], selection: Selection) => Found;

/** The object that the field being resolved is of; null when there is none of the caller’s. */
export async function readOne(read: ReadByIds, id: string, context: Context, info: GraphQLResolveInfo) {
  const [row] = await read(context, [id], queryFromInfo({ context, info }));
  return row ?? null;
}

interface NodeKind {
  readonly typeName: string;
  read(context: Context, ids: readonly string[], info: GraphQLResolveInfo): Found;
}

const kinds = new Map<IdKind, readonly NodeKind[]>();

/** Several kinds may share a prefix (statuses of opportunities and of leads). */
function register(kind: IdKind, node: NodeKind): void {
  kinds.set(kind, [...(kinds.get(kind) ?? []), node]);
}

/** A kind that is a model of Prisma’s: just what is selected of it is read. */
export function registerNode(kind: IdKind, typeName: string, read: ReadByIds): void {
  register(kind, {
    typeName,
    read: (context, ids, info) => read(context, ids, queryFromInfo({ context, info, typeName })),
  });
}

/** A kind that is none: Pothos throws when asked what is selected of it. */
export function registerPlainNode(
  kind: IdKind,
  typeName: string,
  read: (context: Context, ids: readonly string[]) => Found,
): void {
  register(kind, { typeName, read });
}

/** Each with its `__typename`; null for an id that names nothing of the caller’s. */
export async function readNodes(
  context: Context,
  ids: readonly string[],
  info: GraphQLResolveInfo,
): Promise<readonly ({ id: string; __typename: string } | null)[]> {
  const found = new Map<string, { id: string; __typename: string }>();
  for (const [kind, readers] of kinds) {
    const own = ids.filter((id) => kindOfId(id) === kind);
    if (own.length === 0) continue;
    for (const { typeName, read } of readers) {
      for (const row of await read(context, own, info)) found.set(row.id, { ...row, __typename: typeName });
    }
  }
  return ids.map((id) => found.get(id) ?? null);
}
