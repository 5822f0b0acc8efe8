/** What a body asks for as a file becomes the address of that file, once it is known that it can be asked. */

import { dateFormats } from '../../export/date-format.ts';
import type { Body } from '../field.ts';
import { countExported } from '../opportunity/export.ts';
import { readOpportunityFilter } from '../opportunity/params.ts';
import { type Params, paramsOfObject, paramsOfQuery } from '../params.ts';
import { fieldProblem } from '../problem.ts';
import type { RestRequest } from '../route.ts';
import { leadKindNames } from './lead-kinds.ts';
import { countLeads, openLeads } from './leads.ts';

export const fileFormats = ['csv', 'json'] as const;

export interface FileAsked {
  readonly file: 'opportunities' | 'leads';
  readonly format: (typeof fileFormats)[number];
  /** The parameters of the file. */
  readonly query: string;
}

export interface Counted extends FileAsked {
  /** How many it finds now. */
  readonly count: number;
}

function wordIn<Word extends string>(body: Body, name: string, words: readonly Word[], usual: Word): Word {
  const word = body[name] ?? usual;
  const known = words.find((one) => one === word);
  if (known !== undefined) return known;
  throw fieldProblem({ [name]: `Use one of ${words.join(', ')}.` });
}

/** The id is a third longer, and its address stays below the 8,000 letters that proxies take. */
const longest = 4000;

function addressable(query: URLSearchParams, name: 'params' | 's_query'): Params {
  if (query.toString().length <= longest) return paramsOfQuery(query);
  throw fieldProblem({ [name]: `It has more than ${longest} characters.` });
}

/** What both kinds of bodies say of the file. */
function fileParams({ fields, ...body }: Body): URLSearchParams {
  const params = new URLSearchParams();
  if (Array.isArray(fields)) params.set('fields', fields.map(String).join(','));
  if (body.date_format != null) params.set('date_format', wordIn(body, 'date_format', dateFormats, 'original'));
  return params;
}

export async function askForOpportunities({ body, caller, database }: RestRequest): Promise<Counted> {
  const { params = {} } = body;
  const format = wordIn(body, 'format', fileFormats, 'csv');
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
  for (const [name, value] of fileParams(body)) query.set(name, value);
  const asked = addressable(query, 'params');
  const count = await database.read((session) => countExported(session, caller, asked));
  return { file: 'opportunities', format, query: query.toString(), count };
}

/** Some programs send a tree of nothing, and mean all leads. */
const isSaid = (value: unknown) => value != null && !(typeof value === 'object' && Object.keys(value).length === 0);

export async function askForLeads({ body, caller, database, viewer }: RestRequest): Promise<Counted> {
  const format = wordIn(body, 'format', fileFormats, 'csv');
  const query = fileParams(body);
  query.set('type', wordIn(body, 'type', leadKindNames, 'leads'));
  const texts = paramsOfObject(body);
  if (body.query != null) query.set('query', texts.text('query') ?? '');
  for (const name of ['s_query', 'sort']) if (isSaid(body[name])) query.set(name, JSON.stringify(body[name]));
  if (body.results_limit != null) query.set('results_limit', texts.text('results_limit') ?? '');
  for (const name of ['include_activities', 'include_smart_fields']) if (body[name] === true) query.set(name, 'true');
  const params = addressable(query, 's_query');
  const count = await database.read(async (session) => {
    await openLeads(session, { caller, params, format, origin: viewer.origin });
    return countLeads(session, caller, params);
  });
  return { file: 'leads', format, query: query.toString(), count };
}
