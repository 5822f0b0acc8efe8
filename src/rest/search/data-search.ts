/** POST `/data/search/`: leads, contacts, opportunities and tasks by a tree of conditions. It only reads. */
import { catalogOf } from '../../catalog.ts';
import type { Session } from '../../db/client.ts';
import { at, DomainError, moved } from '../../errors.ts';
import { countMatches } from '../../filter/count.ts';
import { newestFirst } from '../../filter/order.ts';
import { pageSize, readPage } from '../../filter/page.ts';
import { compileWhere } from '../../filter/where.ts';
import { objectOfTree, type TreeObject, treeObjects } from '../../query/tree/tree.ts';
import { openViews, treeMeaning } from '../../view/meaning.ts';
import { askedFields } from '../asked.ts';
import { contact } from '../contact/fields.ts';
import type { Body, Identified, Resource, Viewer } from '../field.ts';
import { lead } from '../lead/fields.ts';
import { opportunity } from '../opportunity/fields.ts';
import { paramsOfObject } from '../params.ts';
import { fieldProblem } from '../problem.ts';
import { readByIds } from '../read.ts';
import type { RestRequest, Route } from '../route.ts';
import { boolean, described, integer, listOf, nullable, object, oneOf, type Schema, text } from '../schema.ts';
import { task } from '../task/fields.ts';

const found: Schema = {
  ...object({
    __object_type: described(oneOf(treeObjects), 'What it is.'),
    id: described(text, 'Its id.'),
  }),
  additionalProperties: true,
  description: 'With what `_fields` names for its kind.',
};

const answer = object(
  {
    data: described(listOf(found), 'What is on this page.'),
    cursor: described(nullable(text), 'To be sent with the same question for the next page; null at the end.'),
    count: described(
      object({
        limited: described(integer, 'How many match, but no more than results_limit.'),
        total: described(integer, 'How many match.'),
      }),
      'With include_counts.',
    ),
  },
  ['data', 'cursor'],
);

const body: Schema = object(
  {
    query: { type: 'object', description: 'What is wanted: and, or, object_type, field_condition, has_related …' },
    sort: { type: 'array', description: 'By which fields, each with its direction; newest first without it.' },
    _fields: { type: 'object', description: 'By kind of object: which fields to give beside the id.' },
    _limit: { type: 'integer', minimum: 1, maximum: pageSize.maximum, description: 'How many a page has; 100.' },
    cursor: { type: ['string', 'null'], description: 'That of the page before.' },
    results_limit: { type: ['integer', 'null'], description: 'How many to give on all pages together.' },
    include_counts: described(boolean, 'Whether to count what matches.'),
  },
  ['query'],
);

interface Bounds {
  readonly limit: number;
  readonly results: number;
  /** How many earlier pages gave. */
  readonly given: number;
  readonly after: string | undefined;
}

function boundsOf(sent: Body): Bounds {
  const limit = countOf(sent, '_limit', pageSize.maximum) ?? 100;
  const results = countOf(sent, 'results_limit', Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER;
  const { cursor } = sent;
  if (cursor == null || cursor === '') return { limit, results, given: 0, after: undefined };
  const [, given, after] = /^(\d{1,15})\.(.+)$/.exec(String(cursor)) ?? [];
  if (given === undefined || after === undefined) throw fieldProblem({ cursor: 'This is not one of ours.' });
  return { limit, results, given: Number(given), after };
}

function countOf(sent: Body, name: string, most: number): number | undefined {
  const count = sent[name];
  if (count == null) return undefined;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw fieldProblem({ [name]: `A whole number from 1 to ${most} belongs here.` });
}

async function search({ caller, database, viewer, body: sent }: RestRequest): Promise<Body> {
  const { limit, results, given, after } = boundsOf(sent);
  const type = at('query', () => objectOfTree(sent.query));
  return database.read(async (session) => {
    const { definitions, byId } = await openViews(session, caller, { trees: [sent.query] });
    const view = (id: string, wanted: string) => byId(id, wanted)?.filter;
    const { filter, order } = treeMeaning({ query: sent.query, sort: sent.sort }, type, { caller, definitions, view });
    const catalog = catalogOf(definitions);
    const where = compileWhere(catalog[type], filter, {
      ...{ organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables },
    });
    const first = Math.min(limit, results - given);
    const sorted = order.length > 0 ? order : newestFirst;
    const { rows, hasNextPage } =
      first < 1 ? nothing : await readPage(session, where, sorted, { first, after }).catch(named);
    const total = sent.include_counts === true ? await countMatches(session, where) : undefined;
    const ids = rows.map(({ id }) => id);
    const shown = given + ids.length;
    const last = hasNextPage && shown < results ? rows.at(-1) : undefined;
    return {
      data: await shows[type](session, viewer, sent, ids),
      cursor: last ? `${shown}.${last.cursor}` : null,
      ...(total !== undefined && { count: { limited: Math.min(total, results), total } }),
    };
  });
}

const nothing = { rows: [], hasNextPage: false };

const names: Readonly<Record<string, string>> = { after: 'cursor', orderBy: 'sort' };

/** What is wrong with a page, in the words of the body. */
function named(error: unknown): never {
  const name = error instanceof DomainError ? names[String(error.inputPath[0])] : undefined;
  throw error instanceof DomainError && name !== undefined ? moved(error, [name]) : error;
}

type Show = (session: Session, viewer: Viewer, sent: Body, ids: readonly string[]) => Promise<readonly Body[]>;

/** Nothing but the id, unless `_fields` names more for this kind of object. */
function showing<Row extends Identified>(type: TreeObject, resource: Resource<Row>): Show {
  return async (session, viewer, { _fields: wanted }, ids) => {
    const fields =
      typeof wanted === 'object' && wanted !== null ? new Map(Object.entries(wanted)).get(type) : undefined;
    const asked = askedFields(resource, paramsOfObject({ _fields: Array.isArray(fields) ? fields : ['id'] }));
    const read = await readByIds(session, viewer, resource, asked, ids);
    return read.map(({ id, body: shown }) => ({ ...shown, id, __object_type: type }));
  };
}

const shows: Readonly<Record<TreeObject, Show>> = {
  lead: showing('lead', lead),
  contact: showing('contact', contact),
  opportunity: showing('opportunity', opportunity),
  task: showing('task', task),
};

export const dataSearchRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/data/search/', resource: 'Search', onlyReads: true },
    ...{ summary: 'Search by a tree of conditions', body, answer },
    handle: search,
  },
];
