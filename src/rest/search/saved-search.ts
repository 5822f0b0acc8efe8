/** `/saved_search/`: saved views, by the name that the source API gives them in its paths. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { type NewView, type ViewInput, viewTypes, visibleViews } from '../../view/input.ts';
import { treeOf } from '../../view/meaning.ts';
import { createView, deleteView, updateView } from '../../view/write.ts';
import { type BodyField, bodyFieldsOf, bodySchema, inNamesOf, readBody } from '../body-field.ts';
import { crud } from '../crud.ts';
import { type Body, fieldsOf, type Resource } from '../field.ts';
import { wholeList } from '../list.ts';
import { anyBoolean, anyObject, anyText, orNull } from '../reader.ts';
import type { RestRequest, Route } from '../route.ts';
import { boolean, listOf, nullable, oneOf, text } from '../schema.ts';

type ViewRow = Prisma.SavedViewGetPayload<object>;

const { column, computed, fixed, moment } = fieldsOf<ViewRow>();

const asksAboutMe = ({ query, tree }: ViewRow) =>
  query === null ? JSON.stringify(treeOf(tree)).includes('"current_user"') : /\bme\b/.test(query);

export const savedSearch: Resource<ViewRow> = {
  name: 'SavedSearch',
  description: 'A search that somebody keeps, to come back to what it finds.',
  rows: (read) => read.savedView,
  visible: visibleViews,
  fields: [
    column('id', 'id', text, '`save_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('name', 'name', text, 'What it is called.'),
    column('description', 'description', nullable(text), 'What it is for.'),
    column('type', 'type', oneOf(viewTypes), 'What it finds.'),
    column('query', 'query', nullable(text), 'The search in words; null where s_query says it.'),
    computed(
      's_query',
      nullable({ type: 'object' }),
      'The search as /data/search/ takes it; null where query says it.',
      ({ tree }) => treeOf(tree),
      { select: { tree: true } },
    ),
    column('is_shared', 'isShared', boolean, 'Whether all of the organization see it, or its owner alone.'),
    computed('is_user_dependent', boolean, 'Whether it finds something else for each who asks.', asksAboutMe, {
      select: { query: true, tree: true },
    }),
    fixed('shared_with', [], listOf(text), 'With all or nobody: see is_shared.'),
    fixed('selected_fields', [], listOf(text), 'Which columns a page would show; the gateway keeps none.'),
    column('user_id', 'userId', text, 'Whose it is.'),
    moment('date_created', 'dateCreated', 'When it was made.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};

const field = bodyFieldsOf<ViewInput>();

const viewBody = [
  field('name', 'name', orNull(anyText), 'What it is called.'),
  field('description', 'description', orNull(anyText), 'What it is for.'),
  field('query', 'query', orNull(anyText), 'The search in words.'),
  field('s_query', 'tree', orNull(anyObject), 'In place of that: the search as /data/search/ takes it.'),
  field('is_shared', 'isShared', orNull(anyBoolean), 'Whether all of the organization see it; false without it.'),
];

const newViewBody: readonly BodyField<NewView>[] = [
  ...viewBody,
  bodyFieldsOf<NewView>()('type', 'type', { ...anyText, schema: oneOf(viewTypes) }, 'What it finds; leads without it.'),
];

const path = '/saved_search/';

/** Whichever is named, with those that `type__in` names; leads and all else where nothing is said. */
function ofTypes({ params }: RestRequest): object {
  const types = [params.text('type'), ...(params.list('type__in') ?? [])].filter((type) => type);
  return types.length === 0 ? {} : { type: { in: types } };
}

/** Objects are sent back whole: what is null beside what is said says nothing. */
const saidOnly = ({ query, s_query: tree, ...body }: Body): Body => ({
  ...body,
  ...(query != null && { query }),
  ...(tree != null && { s_query: tree }),
});

export const savedSearchRoutes: readonly Route[] = [
  wholeList(savedSearch, path, {
    ...{ several: 'saved searches', orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }], where: ofTypes },
    parameters: [
      { name: 'type', schema: oneOf(viewTypes), description: 'What they find.' },
      { name: 'type__in', schema: text, description: 'One of these, between commas.' },
    ],
  }),
  ...crud(savedSearch, path, {
    ...{ right: 'write', one: 'a saved search', body: bodySchema(newViewBody), changes: bodySchema(viewBody) },
    create: (session, { caller, body }) =>
      inNamesOf(newViewBody, body, async () =>
        createView(session, caller, { type: 'lead', ...readBody<NewView>(newViewBody, saidOnly(body), caller) }),
      ),
    update: (session, { caller, body }, id) =>
      inNamesOf(viewBody, body, async () =>
        updateView(session, caller, id, readBody(viewBody, saidOnly(body), caller)),
      ),
    remove: (session, { caller }, id) => deleteView(session, caller, id),
  }),
];
