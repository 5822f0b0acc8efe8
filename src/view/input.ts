/** What can be said of a saved view, checked and as it is stored. */
import type { Caller } from '../caller.ts';
import { invalid, nameOf, textOf, wordOf } from '../value/input.ts';
import { fold } from '../value/text.ts';

export const viewTypes = ['lead', 'opportunity', 'contact'] as const;
export type ViewType = (typeof viewTypes)[number];

/** Those that a caller sees, as a Prisma condition. */
export const visibleViews = ({ organizationId, userId }: Pick<Caller, 'organizationId' | 'userId'>) => ({
  organizationId,
  OR: [{ userId }, { isShared: true }],
});

/** Absent is untouched, or the default of a new view. */
export interface ViewInput {
  readonly name?: string | null;
  readonly description?: string | null;
  /** In the search language. */
  readonly query?: string | null;
  /** In place of that: what POST /data/search/ takes. */
  readonly tree?: object | null;
  /** Seen by all of the organization. */
  readonly isShared?: boolean | null;
}

export interface NewView extends ViewInput {
  /** What it finds. */
  readonly type: string;
}

/** What a view says, in one way or the other. */
export interface Saying {
  readonly type: ViewType;
  readonly query: string | null;
  readonly tree: object | null;
}

export const typeOf = (type: string): ViewType => wordOf('type', type, viewTypes);

/** @throws INVALID_INPUT unless it says one thing */
export function sayingOf({ query, tree }: ViewInput, type: ViewType, current?: Saying): Saying {
  if (query != null && tree != null) throw invalid('query', 'Say it in words or as a tree, not both.');
  if (tree != null) return { type, query: null, tree: storable(tree) };
  if (query != null) return { type, query: textOf('query', query, 2000), tree: null };
  return current ?? { type, query: '', tree: null };
}

/** More is no search that anybody made. */
const longestTree = 50_000;

function storable(tree: object): object {
  const json = JSON.stringify(tree);
  if (json.length > longestTree) throw invalid('tree', `It has ${json.length} characters; ${longestTree} are allowed.`);
  // What is no text, PostgreSQL refuses within JSON too.
  if (/\\u0000|\\ud[89a-f]/i.test(json)) throw invalid('tree', 'Its texts must be well-formed Unicode, without NUL.');
  return tree;
}

export function viewColumns({ name, description, isShared }: ViewInput) {
  return {
    ...(name !== undefined && nameColumns(nameOf('name', name))),
    ...(description !== undefined && { description: textOf('description', description ?? '', 2000) || null }),
    ...(isShared != null && { is_shared: isShared }),
  };
}

const nameColumns = (name: string) => ({ name, name_folded: fold(name) });
