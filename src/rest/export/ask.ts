/** What a body asks for as a file becomes the address of that file, once it is known that it can be asked. */

import { dateFormats } from '../../export/date-format.ts';
import type { Body } from '../field.ts';
import { readOpportunityFilter } from '../opportunity/params.ts';
import { paramsOfObject, paramsOfQuery } from '../params.ts';
import { fieldProblem } from '../problem.ts';
import type { RestRequest } from '../route.ts';
import { leadKindNames } from './lead-kinds.ts';
import { openLeads } from './leads.ts';

export const fileFormats = ['csv', 'json'] as const;

export interface FileAsked {
  readonly file: 'opportunities' | 'leads';
  readonly format: (typeof fileFormats)[number];
  /** The parameters of the file. */
  readonly query: string;
}

function wordIn<Word extends string>(body: Body, name: string, words: readonly Word[], usual: Word): Word {
  const word = body[name] ?? usual;
  const known = words.find((one) => one === word);
  if (known !== undefined) return known;
  throw fieldProblem({ [name]: `Use one of ${words.join(', ')}.` });
}

/** What both kinds of bodies say of the file. */
function fileParams({ fields, ...body }: Body): URLSearchParams {
  const params = new URLSearchParams();
  if (Array.isArray(fields)) params.set('fields', fields.map(String).join(','));
  if (body.date_format != null) params.set('date_format', wordIn(body, 'date_format', dateFormats, 'original'));
  return params;
}

export async function askForOpportunities({ body, caller }: RestRequest): Promise<FileAsked> {
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
  return { file: 'opportunities', format, query: query.toString() };
}

export async function askForLeads({ body, caller, database, viewer }: RestRequest): Promise<FileAsked> {
  const format = wordIn(body, 'format', fileFormats, 'csv');
  const query = fileParams(body);
  query.set('type', wordIn(body, 'type', leadKindNames, 'leads'));
  const texts = paramsOfObject(body);
  if (body.query != null) query.set('query', texts.text('query') ?? '');
  for (const name of ['s_query', 'sort']) if (body[name] != null) query.set(name, JSON.stringify(body[name]));
  if (body.results_limit != null) query.set('results_limit', texts.text('results_limit') ?? '');
  if (body.include_activities === true) query.set('include_activities', 'true');
  const params = paramsOfQuery(query);
  await database.read((session) => openLeads(session, { caller, params, format, origin: viewer.origin }));
  return { file: 'leads', format, query: query.toString() };
}
