/** `Opportunity.history`: what it was, from one change to the next. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { at, DomainError } from '../../errors.ts';
import { extentOf, type Page } from '../../filter/page.ts';
import { readVersionsOfEach, type Version } from '../../opportunity/past/versions.ts';
import { type Instant, toInstant } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { atPlace, type Edge, PageInfo } from '../connection/connection.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { User } from '../organization/user.ts';
import { Opportunity } from './opportunity.ts';
import { OpportunitySnapshot } from './snapshot.ts';

const OpportunityVersion = builder.objectRef<Version>('OpportunityVersion').implement({
  description: 'What an opportunity was from one change to the next.',
  fields: (t) => ({
    from: t.expose('date_updated', { type: 'DateTime', description: 'When it became so.' }),
    to: t.expose('valid_to', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ceased to be so: at this moment it was so no more. Null when it is so now.',
    }),
    changedBy: t.field({
      type: User,
      nullable: true,
      description: 'Who made the change that began it; null for an import, and when nobody saw it.',
      resolve: (row, _args, { loaders }) => (row.updated_by === null ? null : loaders.user.load(row.updated_by)),
    }),
    changedFields: t.exposeStringList('changed', {
      description:
        'Which fields that change touched, by the names of `OpportunityInput`; custom fields as `custom.cf_…`. Empty for the first version, and when only the note was changed, which is not kept.',
    }),
    isAssumed: t.exposeBoolean('is_assumed', {
      description: 'Whether nobody saw it so: it is concluded from what is known since.',
    }),
    values: t.field({
      type: OpportunitySnapshot,
      description: 'What it was.',
      resolve: (row) => row,
    }),
  }),
});

interface VersionsSource extends Page {
  readonly edges: readonly Edge<Version>[];
}

const OpportunityVersionEdge = builder.objectRef<Edge<Version>>('OpportunityVersionEdge').implement({
  description: 'One of the versions, in its list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.expose('node', { type: OpportunityVersion, description: 'The version.' }),
  }),
});

const OpportunityVersionConnection = builder.objectRef<VersionsSource>('OpportunityVersionConnection').implement({
  description: 'The versions of an opportunity, newest first, page by page.',
  fields: (t) => ({
    edges: t.field({
      type: [OpportunityVersionEdge],
      extensions: weight({ size: 'page' }),
      description: 'The versions of this page with their cursors.',
      resolve: ({ edges }) => edges,
    }),
    nodes: t.field({
      type: [OpportunityVersion],
      extensions: weight({ size: 'page' }),
      description: 'The versions of this page.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({ type: PageInfo, description: 'Whether there is more.', resolve: (page) => page }),
  }),
});

builder.prismaObjectField(Opportunity, 'history', (t) =>
  t.field({
    type: OpportunityVersionConnection,
    nullable: true,
    description:
      'What it was, newest first; the first of them is what it is now. Each change of it, or of its custom fields, makes a version.',
    args: {
      first: t.arg.int({ description: 'How many, 1 to 200; 50 without it.' }),
      after: t.arg.string({ description: 'Only what comes after this cursor of an earlier answer.' }),
    },
    extensions: weight({ statement: 1000, looks: 1 }),
    resolve: ({ id }, args, context, info) => historyOf(id, args, context, info),
  }),
);

interface HistoryArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

async function historyOf(
  id: string,
  args: HistoryArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<VersionsSource> {
  const { count: limit } = extentOf(args);
  const before = args.after == null ? undefined : at('after', () => momentOf(args.after ?? ''));
  const loader = atPlace(context, info, () => versionLoader(context, { limit: limit + 1, before }));
  const found = await loader.load(id);
  const edges = found.slice(0, limit).map((node) => ({ node, cursor: cursorOf(toInstant(node.date_updated)) }));
  const rows = edges.map(({ cursor }) => ({ id, cursor }));
  return { edges, rows, hasNextPage: found.length > limit, hasPreviousPage: before !== undefined };
}

function versionLoader({ session, caller }: Context, page: Parameters<typeof readVersionsOfEach>[3]) {
  return new DataLoader<string, readonly Version[]>(async (ids) => {
    const versions = await readVersionsOfEach(session, caller.organizationId, ids, page);
    return ids.map((id) => versions.get(id) ?? []);
  });
}

const mark = 'history ';

const cursorOf = (moment: Instant) => Buffer.from(`${mark}${moment}`).toString('base64url');

/** @throws INVALID_CURSOR */
function momentOf(cursor: string): Instant {
  const text = Buffer.from(cursor, 'base64url').toString();
  const moment = Number(text.slice(mark.length));
  if (text.startsWith(mark) && Number.isSafeInteger(moment) && Math.abs(moment) <= 8.64e15) return moment as Instant;
  throw new DomainError('INVALID_CURSOR', 'The cursor is not one of ours: use one of an earlier answer, or none.');
}
