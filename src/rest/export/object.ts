/**
 * `/export/opportunity/`, as the source API has it: an export is asked for, looked at until it is done, and downloaded. Here it is
 * done at once, for the file is made while it is downloaded; what was asked for stands in the id, and nothing is kept.
 */
import { type Instant, latest, toDate } from '../../value/period.ts';
import type { Body, Viewer } from '../field.ts';
import { readOpportunityFilter } from '../opportunity/params.ts';
import { paramsOfObject } from '../params.ts';
import { fieldProblem, problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { RestRequest, Route } from '../route.ts';
import { anything, described, instant, object, oneOf, text } from '../schema.ts';
import { wireInstant } from '../time.ts';

const formats = ['csv', 'json'] as const;
type Format = (typeof formats)[number];

/** What an address holds for sure. */
const longest = 4000;

interface Asked {
  readonly format: Format;
  /** Filters and fields, as the parameters of the file. */
  readonly query: string;
  readonly date: number;
}

const prefix = 'expo_';

const idOf = ({ format, query, date }: Asked): string =>
  prefix + Buffer.from(JSON.stringify([format, query, date])).toString('base64url');

function askedOf(id: string): Asked | undefined {
  if (!id.startsWith(prefix) || !/^[A-Za-z0-9_-]+$/.test(id)) return undefined;
  try {
    const [format, query, date] = JSON.parse(Buffer.from(id.slice(prefix.length), 'base64url').toString()) as unknown[];
    const known = formats.find((one) => one === format);
    const isDate = typeof date === 'number' && Number.isInteger(date) && date >= 0 && date <= latest;
    return known && typeof query === 'string' && isDate ? { format: known, query, date } : undefined;
  } catch {
    return undefined;
  }
}

const bodyOf = (asked: Asked, { caller, origin }: Viewer): Body => ({
  ...{ id: idOf(asked), status: 'done', type: 'opportunities', format: asked.format },
  ...{ organization_id: caller.organizationId, user_id: caller.userId },
  date_created: wireInstant(toDate(asked.date as Instant)),
  download_url: `${origin}/export/opportunities.${asked.format}${asked.query === '' ? '' : `?${asked.query}`}`,
});

async function ask({ body, caller, viewer }: RestRequest): Promise<Body> {
  const { params = {}, format = 'csv', fields } = body;
  const known = formats.find((one) => one === format);
  if (known === undefined) throw fieldProblem({ format: `Use one of ${formats.join(', ')}.` });
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw fieldProblem({ params: 'Value must be of dict type.' });
  }
  const filters = paramsOfObject(params as Body);
  readOpportunityFilter(filters, caller);
  const query = new URLSearchParams(
    Object.keys(params)
      .filter((name) => !['_skip', '_limit', '_fields'].includes(name))
      .map((name) => [name, filters.text(name) ?? '']),
  );
  if (Array.isArray(fields)) query.set('fields', fields.map(String).join(','));
  const asked = { format: known, query: query.toString(), date: caller.now };
  if (asked.query.length > longest) throw fieldProblem({ params: `They have more than ${longest} characters.` });
  return bodyOf(asked, viewer);
}

const answer = object({
  id: described(text, '`expo_…`, in which stands what was asked for.'),
  status: described(oneOf(['done']), 'The file is made while it is downloaded.'),
  type: described(oneOf(['opportunities']), 'What is exported.'),
  format: described(oneOf(formats), 'Of the file.'),
  organization_id: described(text, 'Yours.'),
  user_id: described(text, 'You.'),
  date_created: described(instant, 'When it was asked for.'),
  download_url: described(text, 'The file, for who asks with a key.'),
});

const body = {
  ...object(
    {
      params: { type: 'object', description: 'The filters of `/opportunity/`; all opportunities without it.' },
      format: described(oneOf(formats), '`csv` without it.'),
      fields: { type: 'array', items: text, description: 'Which columns; the usual ones without it.' },
    },
    [],
  ),
  additionalProperties: true,
};

export const exportRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/export/opportunity/', resource: 'Export', onlyReads: true, body, answer },
    ...{ summary: 'Ask for opportunities as a file', handle: ask },
  },
  {
    ...{ method: 'POST', path: '/export/lead/', resource: 'Export', onlyReads: true, answer: object({}) },
    summary: 'Refused: there is no file of leads',
    async handle() {
      throw problem(400, 'Leads are not exported as a file: read /lead/ page by page, or export opportunities.');
    },
  },
  {
    ...{ method: 'GET', path: '/export/', resource: 'Export', summary: 'List exports: none is kept' },
    answer: pageOf(anything),
    handle: async () => ({ data: [], has_more: false }),
  },
  {
    ...{ method: 'GET', path: '/export/{id}/', resource: 'Export', summary: 'Retrieve an export', answer },
    async handle({ path, viewer }) {
      const asked = askedOf(path.id ?? '');
      if (asked) return bodyOf(asked, viewer);
      throw problem(404, 'Empty query: Export matching query does not exist.');
    },
  },
];
