/** Saved views: searches that people keep. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { type ViewType, visibleViews } from '../../view/input.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import { weight } from '../cost/weight.ts';
import { Node, type ReadByIds, readOne, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

export const SavedViewType = builder.enumType('SavedViewType', {
  description: 'What a saved view finds.',
  values: {
    LEAD: { value: 'lead', description: 'Leads: for `leads(view:)`.' },
    OPPORTUNITY: { value: 'opportunity', description: 'Opportunities: for `opportunities(view:)`.' },
    CONTACT: { value: 'contact', description: 'Contacts, which are asked for over REST.' },
  } as const,
});

export const SavedView = builder.prismaObject('SavedView', {
  description: 'A search that somebody keeps, to come back to what it finds.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`save_…`' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is for; null when nobody said.',
    }),
    type: t.field({
      type: SavedViewType,
      description: 'What it finds.',
      select: { type: true },
      resolve: ({ type }) => type as ViewType,
    }),
    query: t.exposeString('query', {
      nullable: true,
      description:
        'The search, in the language of docs/search.md; null when it was saved as a tree of conditions, over REST.',
    }),
    isShared: t.exposeBoolean('isShared', {
      description: 'Whether all of the organization see it, or its owner alone.',
    }),
    owner: t.relation('owner', { type: User, description: 'Whose it is.' }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was made.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

export const readSavedViews: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.savedView.findMany({
    ...selection,
    where: { AND: [visibleViews(caller), { id: named(ids) }] },
  });

registerNode('savedView', 'SavedView', readSavedViews);

builder.queryFields((t) => ({
  savedView: t.field({
    type: SavedView,
    nullable: true,
    description: 'One saved view; null when there is none of that id that you may see.',
    args: { id: t.arg.id({ required: true, description: '`save_…`' }) },
    resolve: (_root, { id }, context, info) => readOne(readSavedViews, id, context, info),
  }),
  savedViews: t.field({
    type: [SavedView],
    description: 'Your own saved views and those that are shared, by name.',
    extensions: weight({ size: 50 }),
    args: { type: t.arg({ type: SavedViewType, description: 'Only those that find these; all without it.' }) },
    resolve: (_root, { type }, context, info) =>
      context.session.rows.savedView.findMany({
        ...queryFromInfo({ context, info }),
        where: { AND: [visibleViews(context.caller), ...(type ? [{ type }] : [])] },
        orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }],
      }),
  }),
}));
