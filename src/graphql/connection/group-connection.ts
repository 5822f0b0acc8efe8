/** A connection of groups and its edge. A page of them is read with all that it tells, so that nothing is left to load. */
import type { ObjectRef } from '@pothos/core';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { PageInfo } from './connection.ts';

/** What a page knows of a group. */
interface Placed {
  cursor(): string;
}

interface GroupsPage {
  readonly groups: readonly Placed[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

interface Kind {
  /** `OpportunityGroup`: gives `OpportunityGroupConnection` and `OpportunityGroupEdge`. */
  readonly name: string;
  readonly type: ObjectRef<typeof builder.$inferSchemaTypes, Placed>;
  readonly description: string;
  /** Which groups `totalCount` counts. */
  readonly counted: string;
}

export function groupConnection<Page extends GroupsPage = GroupsPage>({ name, type, description, counted }: Kind) {
  const edge = builder.objectRef<Placed>(`${name}Edge`).implement({
    description: 'A group in its list.',
    fields: (t) => ({
      cursor: t.string({
        description: 'Its place in the list, for `after` and `before`. Good with the same keys and order only.',
        resolve: (group) => group.cursor(),
      }),
      node: t.field({ type, description: 'The group.', resolve: (group) => group }),
    }),
  });
  return builder.objectRef<Page>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        extensions: weight({ size: 'page' }),
        description: 'The groups of this page with their cursors.',
        resolve: ({ groups }) => groups,
      }),
      nodes: t.field({
        type: [type],
        extensions: weight({ size: 'page' }),
        description: 'The groups of this page.',
        resolve: ({ groups }) => groups,
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Whether there is more.',
        resolve: ({ groups, hasNextPage, hasPreviousPage }) => ({
          ...{ hasNextPage, hasPreviousPage },
          rows: [...groups.slice(0, 1), ...groups.slice(-1)].map((group) => ({ cursor: group.cursor() })),
        }),
      }),
      totalCount: t.int({ description: counted, resolve: ({ totalCount }) => totalCount }),
    }),
  });
}
