/**
 * `/export/opportunity/` and `/export/lead/`, as the source API has them: an export is asked for, looked at until it is done, and
 * downloaded. Here it is done at once, for the file is made while it is downloaded; what was asked for stands in the id, and nothing is kept.
 */
import { usualColumnNames } from '../../export/column.ts';
import { dateFormats } from '../../export/date-format.ts';
import { type Instant, latest, toDate } from '../../value/period.ts';
import type { Body, Viewer } from '../field.ts';
import { fieldProblem, problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { boolean, described, instant, integer, listOf, nullable, object, oneOf, text } from '../schema.ts';
import { wireInstant } from '../time.ts';
import { askForLeads, askForOpportunities, type FileAsked, fileFormats } from './ask.ts';
import { type LeadKindName, leadKindNames, leadKinds } from './lead-kinds.ts';

interface Asked extends FileAsked {
  readonly date: number;
}

/** What an address holds for sure. */
const longest = 4000;

const prefix = 'expo_';

const idOf = ({ file, format, query, date }: Asked): string =>
  prefix + Buffer.from(JSON.stringify([file, format, query, date])).toString('base64url');

const filesKnown = ['opportunities', 'leads'] as const;

function askedOf(id: string): Asked | undefined {
  if (!id.startsWith(prefix) || !/^[A-Za-z0-9_-]+$/.test(id)) return undefined;
  try {
    const parts = JSON.parse(Buffer.from(id.slice(prefix.length), 'base64url').toString()) as unknown[];
    const [named, format, query, date] = parts;
    const file = filesKnown.find((one) => one === named);
    const known = fileFormats.find((one) => one === format);
    const isDate = typeof date === 'number' && Number.isInteger(date) && date >= 0 && date <= latest;
    return file && known && typeof query === 'string' && isDate ? { file, format: known, query, date } : undefined;
  } catch {
    return undefined;
  }
}

function bodyOf(asked: Asked, { caller, origin }: Viewer): Body {
  const { file, format, query, date } = asked;
  const params = new URLSearchParams(query);
  const wanted = params.get('fields')?.split(',');
  const moment = wireInstant(toDate(date as Instant));
  return {
    ...{ id: idOf(asked), status: 'done', format, date_format: params.get('date_format') },
    ...{ organization_id: caller.organizationId, created_by: caller.userId, updated_by: caller.userId },
    ...{ date_created: moment, date_updated: moment, n_docs: null, n_docs_processed: null, send_done_email: false },
    download_url: `${origin}/export/${file}.${format}${query === '' ? '' : `?${query}`}`,
    ...(file === 'leads' ? ofLeads(params, wanted) : ofOpportunities(params, wanted)),
  };
}

function ofLeads(params: URLSearchParams, wanted: readonly string[] | undefined): Body {
  const type = (leadKindNames.find((name) => name === params.get('type')) ?? 'leads') as LeadKindName;
  return {
    ...{ type, fields: wanted ?? leadKinds[type].usual, results_limit: jsonIn(params, 'results_limit') ?? null },
    ...{ s_query: jsonIn(params, 's_query') ?? null, sort: jsonIn(params, 'sort') ?? [] },
  };
}

/** An id is put together by us, or by somebody who wants to see what happens. */
function jsonIn(params: URLSearchParams, name: string): unknown {
  try {
    return JSON.parse(params.get(name) ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}

function ofOpportunities(params: URLSearchParams, wanted: readonly string[] | undefined): Body {
  const filters = Object.fromEntries([...params].filter(([name]) => !['fields', 'date_format'].includes(name)));
  return { type: 'opps', fields: wanted ?? usualColumnNames, params: filters };
}

const asking = (ask: (request: RestRequest) => Promise<FileAsked>) => async (request: RestRequest) => {
  const asked = { ...(await ask(request)), date: request.caller.now };
  if (asked.query.length <= longest) return bodyOf(asked, request.viewer);
  throw fieldProblem({ [asked.file === 'leads' ? 's_query' : 'params']: `It has more than ${longest} characters.` });
};

const answer = object(
  {
    id: described(text, '`expo_…`, in which stands what was asked for.'),
    status: described(oneOf(['done']), 'The file is made while it is downloaded.'),
    type: described(oneOf(['opps', ...leadKindNames]), 'What is exported.'),
    format: described(oneOf(fileFormats), 'Of the file.'),
    date_format: described(nullable(oneOf(dateFormats)), 'How moments are written in CSV; null: as usual.'),
    fields: described(listOf(text), 'Its columns; `custom` is all custom fields.'),
    organization_id: described(text, 'Yours.'),
    created_by: described(text, 'You.'),
    updated_by: described(text, 'You.'),
    date_created: described(instant, 'When it was asked for.'),
    date_updated: described(instant, 'The same.'),
    n_docs: described(nullable(integer), 'Not counted: null.'),
    n_docs_processed: described(nullable(integer), 'Not counted: null.'),
    send_done_email: described(boolean, 'False: no mail is sent.'),
    download_url: described(text, 'The file, for who asks with a key.'),
    params: described({ type: 'object' }, 'Of opportunities: the filters.'),
    s_query: described(nullable({ type: 'object' }), 'Of leads: the search, as a tree.'),
    sort: described({ type: 'array' }, 'Of leads: their order.'),
    results_limit: described({ type: ['integer', 'null'] }, 'Of leads: how many at most.'),
  },
  ['id', 'status', 'type', 'format', 'fields', 'organization_id', 'date_created', 'download_url'],
);

const common = {
  format: described(oneOf(fileFormats), '`csv` without it.'),
  fields: { type: 'array', items: text, description: 'Which columns; the usual ones without it.' },
  date_format: described(nullable(oneOf(dateFormats)), 'How moments are written in CSV.'),
};

const bodyWith = (own: Readonly<Record<string, object>>) => ({
  ...object({ ...own, ...common } as Parameters<typeof object>[0], []),
  additionalProperties: true,
});

const opportunityBody = bodyWith({
  params: { type: 'object', description: 'The filters of `/opportunity/`; all opportunities without it.' },
});

const leadBody = bodyWith({
  type: described(
    oneOf(leadKindNames),
    'Of the leads that are found: themselves, their contacts, or their opportunities.',
  ),
  s_query: described(nullable({ type: 'object' }), 'Which leads, as POST /data/search/ takes it; all without it.'),
  query: described(nullable(text), 'Which leads, in words.'),
  sort: described({ type: 'array' }, 'In which order; newest first without it.'),
  results_limit: described({ type: ['integer', 'null'] }, 'How many leads at most.'),
  include_activities: described(boolean, 'Of leads as JSON: with notes and changes of status.'),
});

const one = async ({ path, viewer }: RestRequest): Promise<Body> => {
  const asked = askedOf(path.id ?? '');
  if (asked) return bodyOf(asked, viewer);
  throw problem(404, 'Empty query: Export matching query does not exist.');
};

const resource = 'Export';
const none = async () => ({ data: [], has_more: false });
const reading = (path: string): readonly Route[] => [
  { method: 'GET', path, resource, summary: 'List exports: none is kept', answer: pageOf(answer), handle: none },
  { method: 'GET', path: `${path}{id}/`, resource, summary: 'Retrieve an export', answer, handle: one },
];

export const exportRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/export/opportunity/', resource, onlyReads: true, body: opportunityBody, answer },
    ...{ summary: 'Ask for opportunities as a file', handle: asking(askForOpportunities) },
  },
  {
    ...{ method: 'POST', path: '/export/lead/', resource, onlyReads: true, body: leadBody, answer },
    ...{ summary: 'Ask for leads, their contacts or their opportunities as a file', handle: asking(askForLeads) },
  },
  ...['/export/opportunity/', '/export/lead/', '/export/'].flatMap(reading),
];
