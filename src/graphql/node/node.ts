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

interface Row {
  readonly id: string;
}

/** How an object of one kind is read by ids; what is not the caller’s is left out. */
export type ReadByIds<Found = Row> = (
  context: Context,
  ids: readonly string[],
  selection: Selection,
) => Promise<readonly Found[]>;

/** The object that the field being resolved is of; null when there is none of the caller’s. */
export async function readOne(read: ReadByIds, id: string, context: Context, info: GraphQLResolveInfo) {
  const [row] = await read(context, [id], queryFromInfo({ context, info }));
  return row ?? null;
}

interface NodeKind {
  readonly typeName: string;
  /** Each under the id that names it. */
  read(
    context: Context,
    ids: readonly string[],
    info: GraphQLResolveInfo,
  ): Promise<readonly (readonly [string, Row])[]>;
}

const kinds = new Map<IdKind, readonly NodeKind[]>();

/** Several kinds may share a prefix (statuses of opportunities and of leads). */
function register(kind: IdKind, node: NodeKind): void {
  kinds.set(kind, [...(kinds.get(kind) ?? []), node]);
}

/** A kind that is a model of Prisma’s: just what is selected of it is read. */
export function registerNode<Found extends Row>(
  kind: IdKind,
  typeName: string,
  read: ReadByIds<Found>,
  idOf = ({ id }: Found): string => id,
): void {
  register(kind, {
    typeName,
    async read(context, ids, info) {
      const rows = await read(context, ids, queryFromInfo({ context, info, typeName }));
      return rows.map((row) => [idOf(row), row]);
    },
  });
}

/** A kind that is none: Pothos throws when asked what is selected of it. */
export function registerPlainNode(
  kind: IdKind,
  typeName: string,
  read: (context: Context, ids: readonly string[]) => Promise<readonly Row[]>,
): void {
  register(kind, { typeName, read: async (context, ids) => (await read(context, ids)).map((row) => [row.id, row]) });
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
      for (const [id, row] of await read(context, own, info)) found.set(id, { ...row, __typename: typeName });
    }
  }
  return ids.map((id) => found.get(id) ?? null);
}
