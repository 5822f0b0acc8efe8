/**
 * `/export/opportunity/` and `/export/lead/`, as the source API has them: an export is asked for, looked at until it is done, and
 * downloaded. Here it is done at once, for the file is made while it is downloaded; what was asked for stands in the id, and nothing is kept.
 */
import { usualColumnNames } from '../../export/column.ts';
import { dateFormats } from '../../export/date-format.ts';
import { type Instant, toDate } from '../../value/period.ts';
import type { Body } from '../field.ts';
import { problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { boolean, described, instant, integer, listOf, nullable, object, oneOf, text } from '../schema.ts';
import { wireInstant } from '../time.ts';
import { addressOf } from './address.ts';
import { askForLeads, askForOpportunities, type Counted, fileFormats } from './ask.ts';
import { type ExportId, exportOf, idOf } from './asked-file.ts';
import { type LeadKindName, leadKindNames, leadKinds } from './lead-kinds.ts';

function bodyOf(asked: ExportId, request: RestRequest): Body {
  const { caller } = request;
  const { file, format, query, date, count } = asked;
  const params = new URLSearchParams(query);
  const wanted = params.get('fields')?.split(',');
  const moment = wireInstant(toDate(date as Instant));
  const id = idOf(asked);
  return {
    ...{ id, status: 'done', format, date_format: params.get('date_format') },
    ...{ organization_id: caller.organizationId, created_by: caller.userId, updated_by: caller.userId },
    ...{ date_created: moment, date_updated: moment, n_docs: count, n_docs_processed: count, send_done_email: false },
    download_url: addressOf(id, request),
    ...(file === 'leads' ? ofLeads(params, wanted) : ofOpportunities(params, wanted)),
  };
}

function ofLeads(params: URLSearchParams, wanted: readonly string[] | undefined): Body {
  const type = (leadKindNames.find((name) => name === params.get('type')) ?? 'leads') as LeadKindName;
  return {
    ...{ type, fields: wanted ?? leadKinds[type].usual, results_limit: jsonIn(params, 'results_limit') ?? null },
    ...{ s_query: jsonIn(params, 's_query') ?? null, sort: jsonIn(params, 'sort') ?? [] },
    include_activities: params.get('include_activities') === 'true',
    include_smart_fields: params.get('include_smart_fields') === 'true',
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

const asking = (ask: (request: RestRequest) => Promise<Counted>) => async (request: RestRequest) => {
  const { now, zone } = request.caller;
  return bodyOf({ ...(await ask(request)), date: now, zone }, request);
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
    n_docs: described(integer, 'How many opportunities, or leads, it found when it was asked for.'),
    n_docs_processed: described(integer, 'The same.'),
    send_done_email: described(boolean, 'False: no mail is sent.'),
    download_url: described(
      text,
      'The file, for whoever has this address: it is signed, and opens without a key for an hour. Look at the export again for another.',
    ),
    params: described({ type: 'object' }, 'Of opportunities: the filters.'),
    s_query: described(nullable({ type: 'object' }), 'Of leads: the search, as a tree.'),
    sort: described({ type: 'array' }, 'Of leads: their order.'),
    results_limit: described({ type: ['integer', 'null'] }, 'Of leads: how many at most.'),
    include_activities: described(boolean, 'Of leads: whether with what happened.'),
    include_smart_fields: described(boolean, 'Of leads: whether with their figures.'),
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
  include_smart_fields: described(boolean, 'Of leads: with the figures that `_fields=_all` of `/lead/` shows.'),
});

const one = async (request: RestRequest): Promise<Body> => {
  const asked = exportOf(request.path.id ?? '');
  if (asked) return bodyOf(asked, request);
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
