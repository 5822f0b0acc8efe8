/** `/export/leads.csv` and its kin: the leads that a search finds, or the contacts or opportunities of those, as they are read. */
import type { Caller } from '../../caller.ts';
import { catalogOf } from '../../catalog.ts';
import { readCustomFields } from '../../custom-field/definition.ts';
import type { Session } from '../../db/client.ts';
import { at } from '../../errors.ts';
import { dateFormats } from '../../export/date-format.ts';
import { mapped, type Pieces, written, writtenTexts } from '../../export/format.ts';
import { countMatches } from '../../filter/count.ts';
import { and, every } from '../../filter/filter.ts';
import { newestFirst, type Order } from '../../filter/order.ts';
import { walk } from '../../filter/walk.ts';
import { compileWhere, type Where } from '../../filter/where.ts';
import { smartFieldNames } from '../../lead/smart-fields.ts';
import { filterFromQuery } from '../../query/filter-from-query.ts';
import { orderFromTree } from '../../query/tree/tree.ts';
import { invalid, wordOf } from '../../value/input.ts';
import { openViews, treeMeaning } from '../../view/meaning.ts';
import { leadActivities } from '../activity/of-leads.ts';
import { askedFields, everyday } from '../asked.ts';
import type { Body, Viewer } from '../field.ts';
import { lead } from '../lead/fields.ts';
import type { ExportAsked } from '../opportunity/export.ts';
import { type Params, paramsOfObject } from '../params.ts';
import { readByIds } from '../read.ts';
import { toWire } from '../wire.ts';
import { type LeadColumn, leadCell, leadColumns, leadKindNames, leadKinds } from './lead-kinds.ts';

/** Leads bring all that belongs to them. */
const portion = 100;

export interface LeadsAsked extends ExportAsked {
  readonly origin: string;
}

/** What is asked is checked before anything is read of it. @throws INVALID_INPUT, INVALID_FILTER, SEARCH_SYNTAX */
export async function openLeads(session: Session, asked: LeadsAsked): Promise<Pieces> {
  const { caller, params, format, origin } = asked;
  const { where, order, most } = await openLeadsQuestion(session, caller, params);
  const kind = leadKinds[wordOf('type', params.text('type') ?? 'leads', leadKindNames)];
  const dates = wordOf('date_format', params.text('date_format') ?? 'original', dateFormats);
  const smart = params.text('include_smart_fields') === 'true' && kind.within === undefined;
  const names = params.list('fields');
  const columns = leadColumns(
    kind,
    withSmart(names ?? kind.usual, smart),
    await readCustomFields(session, caller.organizationId),
  );
  const withActivities = params.text('include_activities') === 'true' && kind.within === undefined;
  const viewer = { caller, origin };
  const asks = askedOf(kind.within, new Set([...(names ?? []), ...(smart ? smartFieldNames : [])]));
  const bodies = (async function* () {
    for await (const ids of firstOf(walk(session, where, order, portion), most)) {
      const leads = await readLeads(session, viewer, asks, ids);
      yield withActivities ? await withTheirs(session, viewer, leads) : partsOf(leads, kind.within);
    }
  })();
  if (format !== 'csv') {
    const texts = mapped(bodies, (body) => toWire(part(body, names, columns)).trimEnd());
    return writtenTexts(texts, format === 'json' ? 'json' : 'ndjson');
  }
  const rows = mapped(bodies, (body) => columns.map(({ key }) => leadCell(body[key], dates)));
  const options = { currency: caller.currency, escapeFormulas: params.text('escape_formulas') === 'true' };
  return written({ names: columns.map(({ name }) => name), rows }, 'csv', options);
}

export async function countLeads(session: Session, caller: Caller, params: Params): Promise<number> {
  const { where, most } = await openLeadsQuestion(session, caller, params);
  return Math.min(most, await countMatches(session, where));
}

interface LeadsQuestion {
  readonly where: Where;
  readonly order: Order;
  readonly most: number;
}

async function openLeadsQuestion(session: Session, caller: Caller, params: Params): Promise<LeadsQuestion> {
  const [tree, sort] = [jsonOf(params, 's_query'), jsonOf(params, 'sort')];
  const { definitions, byId } = await openViews(session, caller, { trees: [tree] });
  const options = { caller, definitions, view: (id: string, wanted: string) => byId(id, wanted)?.filter };
  const found = tree === undefined ? undefined : at('s_query', () => treeMeaning(tree, 'lead', options));
  const query = params.text('query')?.trim() ?? '';
  const searched = at('query', () => filterFromQuery(query, { table: 'lead', caller, definitions, forPrograms: true }));
  const catalog = catalogOf(definitions);
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  const orders = [orderFromTree(sort, 'lead', options), found?.order ?? [], searched.order, newestFirst];
  return {
    where: compileWhere(catalog.lead, and(found?.filter ?? every, searched.filter), scope),
    order: orders.find(({ length }) => length > 0) ?? newestFirst,
    most: mostOf(params),
  };
}

/** @throws INVALID_INPUT with the name of the parameter as its path */
function jsonOf(params: Params, name: string): object | undefined {
  const text = params.text(name)?.trim();
  if (!text || text === 'null') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls to the one error below.
  }
  throw invalid(name, 'JSON belongs here, as POST /data/search/ takes it.');
}

function mostOf(params: Params): number {
  const text = params.text('results_limit')?.trim() || 'null';
  if (text === 'null') return Number.POSITIVE_INFINITY;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid('results_limit', 'A whole number belongs here.');
}

async function* firstOf(portions: AsyncGenerator<readonly string[]>, most: number) {
  let left = most;
  if (left <= 0) return;
  for await (const ids of portions) {
    yield ids.slice(0, left);
    left -= ids.length;
    if (left <= 0) return;
  }
}

const withSmart = (names: readonly string[], smart: boolean): readonly string[] =>
  smart ? [...new Set([...names, ...smartFieldNames])] : names;

/** A lead as it is every day, with what is read on demand of these names; or what stands within it. */
function askedOf(within: string | undefined, names: ReadonlySet<string>) {
  if (within !== undefined) return askedFields(lead, paramsOfObject({ _fields: ['id', within] }));
  const asked = everyday(lead);
  const demanded = lead.fields.filter(({ name, onDemand }) => onDemand && names.has(name));
  return { ...asked, fields: [...asked.fields, ...demanded] };
}

async function readLeads(
  session: Session,
  viewer: Viewer,
  asked: ReturnType<typeof askedOf>,
  ids: readonly string[],
): Promise<readonly Body[]> {
  const read = await readByIds(session, viewer, lead, asked, ids);
  return read.map(({ body }) => body);
}

const partsOf = (leads: readonly Body[], within: string | undefined): readonly Body[] =>
  within === undefined ? leads : leads.flatMap((body) => body[within] as readonly Body[]);

async function withTheirs(session: Session, viewer: Viewer, leads: readonly Body[]): Promise<readonly Body[]> {
  const activities = await leadActivities(
    session,
    viewer,
    leads.map(({ id }) => String(id)),
  );
  return leads.map((body) => ({ ...body, activities: activities.get(String(body.id)) ?? [] }));
}

/** What was asked for; all without that. */
function part(body: Body, names: readonly string[] | undefined, columns: readonly LeadColumn[]): Body {
  if (names === undefined) return body;
  const keys = new Set([
    ...columns.map(({ key }) => key),
    ...(names.includes('custom') ? ['custom'] : []),
    'activities',
  ]);
  return Object.fromEntries(Object.entries(body).filter(([key]) => keys.has(key)));
}
