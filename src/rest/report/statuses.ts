/** `/report/statuses/`: how opportunities, and leads, moved between statuses. The keys are documented, no answer was seen. */
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import { every } from '../../filter/filter.ts';
import type { Where } from '../../filter/where.ts';
import { readLeadStatuses } from '../../lead/status.ts';
import { type Movement, readStatusReport, type Span, type StatusReport } from '../../opportunity/status-report.ts';
import { readStatuses } from '../../pipeline/statuses.ts';
import { invalid } from '../../value/input.ts';
import { addDays, type Instant, startOfDay, type Zone } from '../../value/period.ts';
import type { Body } from '../field.ts';
import type { Params } from '../params.ts';
import type { Parameter, RestRequest, Route } from '../route.ts';
import { boolean, day, described, integer, listOf, nullable, number, object, type Schema, text } from '../schema.ts';
import { writtenDate } from '../time.ts';
import { openReportWhere, type Subject } from './where.ts';

interface StatusName {
  readonly label: string;
  readonly isDeleted: boolean;
}

type Names = ReadonlyMap<string, StatusName>;

async function readNames(session: Session, organizationId: string, subject: Subject): Promise<Names> {
  const { present, former } = await (subject === 'lead' ? ofLeads : ofOpportunities)(session, organizationId);
  return new Map<string, StatusName>([
    ...former.map(({ id, label }) => [id, { label, isDeleted: true }] as const),
    ...present.map(({ id, label }) => [id, { label, isDeleted: false }] as const),
  ]);
}

async function ofOpportunities(session: Session, organizationId: string) {
  const { all } = await readStatuses(session, organizationId);
  const query = session.kysely.selectFrom('former_status').select(['id', 'label']);
  const former = await query.where('organization_id', '=', organizationId).orderBy('id').execute();
  return { present: all, former };
}

/** What a lead's status that is gone was called stands in the changes alone. */
async function ofLeads(session: Session, organizationId: string) {
  const query = session.kysely
    .selectFrom('lead_status_change')
    .select(['new_status_id as id', 'new_status_label as label'])
    .where('organization_id', '=', organizationId);
  const [present, former] = [await readLeadStatuses(session, organizationId), await query.distinct().execute()];
  const there = new Set(present.map(({ id }) => id));
  return {
    present,
    former: former.filter(({ id }) => !there.has(id)),
  };
}

const keysOf = (prefix: string, id: string | null, names: Names): Body => ({
  [`${prefix}status_id`]: id,
  [`${prefix}status_label`]: id === null ? null : (names.get(id)?.label ?? null),
  [`${prefix}status_is_deleted`]: id === null ? null : (names.get(id)?.isDeleted ?? true),
});

function overview({ summary, entered, left }: StatusReport, names: Names): readonly Body[] {
  const count = (which: (movement: Movement) => boolean) =>
    summary.filter(which).reduce((sum, movement) => sum + movement.count, 0);
  return [...names.keys()]
    .map((id) => {
      const started = count(({ from }) => from === id);
      const ended = count(({ to }) => to === id);
      const change = ended - started;
      return {
        ...keysOf('', id, names),
        ...{ started, ended, change, change_percent: started === 0 ? null : (change * 100) / started },
        gained: count(({ from, to }) => to === id && from !== id),
        lost: count(({ from, to }) => from === id && to !== id),
        ...{ entered: entered.get(id) ?? 0, left: left.get(id) ?? 0 },
      };
    })
    .filter(
      (row) => !names.get(String((row as Body).status_id))?.isDeleted || row.started + row.ended + row.entered > 0,
    );
}

const transitions = (movements: readonly Movement[], names: Names): readonly Body[] =>
  movements.map(({ from, to, count }) => ({ ...keysOf('from_', from, names), ...keysOf('to_', to, names), count }));

/** From the beginning of the first day to the end of the last. */
function spanOf(params: Params, zone: Zone): Span {
  const dayAt = (name: string) => {
    const given = params.text(name)?.trim();
    if (!given) return undefined;
    const date = writtenDate(given);
    if (date !== undefined) return date;
    throw invalid(name, 'Write the day as 2026-03-31.');
  };
  const [first, last] = [dayAt('date_start'), dayAt('date_end')];
  if (first !== undefined && last !== undefined && last < first) {
    throw invalid('date_end', 'The end is before the beginning.');
  }
  const edge = (date: typeof first, days: number): Instant | undefined =>
    date === undefined ? undefined : startOfDay(addDays(date, days), zone);
  return { from: edge(first, 0), to: edge(last, 1) };
}

function openWhere(session: Session, { caller, params }: RestRequest, subject: Subject): Promise<Where> {
  const user = subject === 'opportunity' ? params.text('user_id')?.trim() : undefined;
  return openReportWhere(session, caller, subject, {
    view: { param: 'smart_view_id', id: params.text('smart_view_id')?.trim() },
    query: params.text('query')?.trim(),
    filter: user ? { kind: 'compare', field: 'user_id', operator: 'eq', value: user } : every,
  });
}

async function report(request: RestRequest, subject: Subject): Promise<Body> {
  const { caller, database, params, path } = request;
  if (path.id !== caller.organizationId) throw new DomainError('NOT_FOUND', 'There is no organization with this id.');
  const span = spanOf(params, caller.zone);
  return database.read(async (session) => {
    const where = await openWhere(session, request, subject);
    const names = await readNames(session, caller.organizationId, subject);
    const read = await readStatusReport(session, where, span);
    return {
      status_overview: overview(read, names),
      status_transitions: transitions(read.steps, names),
      // Of leads the source documents none.
      ...(subject === 'opportunity' && {
        status_transitions_summary: transitions(
          read.summary.filter(({ from, to }) => from !== to),
          names,
        ),
      }),
    };
  });
}

const statusKeys = (prefix: string, about: string): Readonly<Record<string, Schema>> => ({
  [`${prefix}status_id`]: described(nullable(text), `${about}; null where there was none yet.`),
  [`${prefix}status_label`]: described(nullable(text), 'What it is called.'),
  [`${prefix}status_is_deleted`]: described(nullable(boolean), 'Whether it is gone.'),
});

const transition = object({
  ...statusKeys('from_', 'The status before'),
  ...statusKeys('to_', 'The status after'),
  count: described(integer, 'How often.'),
});

const parameters: readonly Parameter[] = [
  { name: 'date_start', schema: day, description: 'The first day of the span; from the beginning without it.' },
  { name: 'date_end', schema: day, description: 'The last day of the span; until now without it.' },
  { name: 'query', schema: text, description: 'A search among them.' },
  { name: 'smart_view_id', schema: text, description: 'Only what this saved search finds.' },
];

const ofUser: Parameter = { name: 'user_id', schema: text, description: 'Only those of this user.' };

const common = {
  status_overview: described(
    listOf(
      object({
        ...statusKeys('', 'The status'),
        started: described(integer, 'How many had it at the beginning.'),
        ended: described(integer, 'How many had it at the end.'),
        change: described(integer, 'The difference.'),
        change_percent: described(nullable(number), 'The same, of those at the beginning; null when those are none.'),
        gained: described(integer, 'How many had it at the end, and not at the beginning.'),
        lost: described(integer, 'How many had it at the beginning, and not at the end.'),
        entered: described(integer, 'How many entered it, once or more.'),
        left: described(integer, 'How many left it, once or more.'),
      }),
    ),
    'By status.',
  ),
  status_transitions: described(listOf(transition), 'Each step, creation included.'),
};

const summary = described(listOf(transition), 'From the beginning to the end, whatever was between.');

export const reportRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/report/statuses/opportunity/{id}/', resource: 'Organization' },
    ...{ summary: 'Report how opportunities moved between statuses', parameters: [...parameters, ofUser] },
    answer: object({ ...common, status_transitions_summary: summary }),
    handle: (request) => report(request, 'opportunity'),
  },
  {
    ...{ method: 'GET', path: '/report/statuses/lead/{id}/', resource: 'Organization', parameters },
    summary: 'Report how leads moved between statuses',
    answer: object(common),
    handle: (request) => report(request, 'lead'),
  },
];
