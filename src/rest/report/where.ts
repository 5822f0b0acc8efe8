/** What a report is of: the opportunities, or leads, that a saved search and a search in words find. */
import type { Caller } from '../../caller.ts';
import { catalogOf } from '../../catalog.ts';
import type { Session } from '../../db/client.ts';
import { at } from '../../errors.ts';
import { and, every, type Filter } from '../../filter/filter.ts';
import { compileWhere, type Where } from '../../filter/where.ts';
import { filterFromQuery } from '../../query/filter-from-query.ts';
import { invalid } from '../../value/input.ts';
import { openViews } from '../../view/meaning.ts';

export type Subject = 'opportunity' | 'lead';

export interface ReportAsked {
  /** A saved search, and what the parameter is called that names it. */
  readonly view: { readonly param: string; readonly id: string | undefined };
  readonly query?: string | undefined;
  readonly filter: Filter;
}

export async function openReportWhere(
  session: Session,
  caller: Caller,
  subject: Subject,
  { view, query = '', filter }: ReportAsked,
): Promise<Where> {
  const { param, id } = view;
  const { definitions, byId } = await openViews(session, caller, { ids: id ? [id] : [] });
  const saved = id ? viewOf(param, subject, byId(id, subject)?.filter, byId(id, 'lead')?.filter) : every;
  const asked = at('query', () => filterFromQuery(query, { table: subject, caller, definitions })).filter;
  const catalog = catalogOf(definitions);
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  return compileWhere(catalog[subject], and(saved, asked, filter), scope);
}

/** Opportunities can be asked for by a saved search of their leads too. */
function viewOf(param: string, subject: Subject, own: Filter | undefined, leads: Filter | undefined): Filter {
  if (own) return own;
  if (subject === 'opportunity' && leads) return { kind: 'some', relation: 'lead', filter: leads };
  const finds = subject === 'lead' ? 'leads' : 'opportunities or leads';
  throw invalid(param, `There is no saved search of this id that finds ${finds}.`);
}
