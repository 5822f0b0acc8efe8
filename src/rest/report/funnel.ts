/**
 * `/report/funnel/opportunity/`: what deals did in the stages of a pipeline, and what came of them, in all and by whose they are. The
 * parameters and an example of the answer are documented; what they leave open is told in docs/moving-from-close.md.
 */
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { DomainError, moved } from '../../errors.ts';
import type { Cell } from '../../export/cell.ts';
import { type Pieces, written } from '../../export/format.ts';
import { and, every, type Filter } from '../../filter/filter.ts';
import { type Flow, openFlow } from '../../opportunity/flow/flow.ts';
import {
  addOutcomes,
  addStages,
  funnelStagesOf,
  type OutcomeRow,
  readFunnelStages,
  readOutcomes,
  type StageRow,
} from '../../opportunity/flow/funnel.ts';
import { earliest, type Instant } from '../../value/period.ts';
import type { Body } from '../field.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, listOf, nullable, object, type Schema, text } from '../schema.ts';
import { type FunnelAsked, funnelBodySchema, readFunnel } from './funnel-body.ts';
import { outcomeBody, outcomeProperties, stageBody, stageProperties, stageSchema } from './funnel-figures.ts';
import { readPeople } from './people.ts';
import type { Range } from './range.ts';
import { openReportWhere } from './where.ts';

/** One of the two reports: what is read, and how what is read of somebody, or of all, is told. */
interface Report<Row extends { readonly userId: string | null }> {
  read(session: Session, flow: Flow): Promise<readonly Row[]>;
  body(flow: Flow, rows: readonly Row[]): Body;
  /** The same as lines of a table. */
  lines(flow: Flow, rows: readonly Row[]): readonly Body[];
  readonly columns: readonly string[];
}

const totals: Report<OutcomeRow> = {
  read: readOutcomes,
  body: (_flow, rows) => outcomeBody(addOutcomes(rows.map(({ sums }) => sums))),
  lines: (flow, rows) => [totals.body(flow, rows)],
  columns: Object.keys(outcomeProperties),
};

const stageBodies = (flow: Flow, rows: readonly StageRow[]) =>
  funnelStagesOf(flow).map((status) => ({
    status,
    body: stageBody(status, addStages(rows.filter(({ statusId }) => statusId === status.id).map(({ sums }) => sums))),
  }));

const stages: Report<StageRow> = {
  read: readFunnelStages,
  body: (flow, rows) => ({ stages: stageBodies(flow, rows).map(({ body }) => body) }),
  lines: (flow, rows) =>
    stageBodies(flow, rows).map(({ status: { id, label, type }, body }) => ({
      ...{ ...body, status_id: id, status_label: label, status_type: type },
    })),
  columns: ['status_id', 'status_label', 'status_type', ...Object.keys(stageProperties)],
};

type Asked = Pick<RestRequest, 'caller' | 'body'>;

interface Told<Row> {
  readonly flow: Flow;
  readonly rows: readonly Row[];
  /** Of each person, in their order; of nobody at last. */
  readonly byPerson: readonly { readonly userId: string | null; readonly own: readonly Row[] }[];
}

async function tell<Row extends { readonly userId: string | null }>(
  session: Session,
  { caller, body }: Asked,
  report: Report<Row>,
): Promise<Told<Row>> {
  const asked = readFunnel(body, caller);
  const people = await readPeople(session, caller, asked.users);
  const where = await openReportWhere(session, caller, 'opportunity', {
    view: { param: 'query', id: asked.savedSearchId },
    filter: and(madeWithin(asked.cohort), asked.users ? { kind: 'in', field: 'user_id', values: people } : every),
  });
  const flow = await openFlow(session, caller, where, spanOf(asked, caller)).catch(inWordsOfTheBody);
  const rows = await report.read(session, flow);
  const others = new Set(rows.map(({ userId }) => userId).filter((id) => id === null || !people.includes(id)));
  const owners = [...people, ...[...others].filter((id) => id !== null), ...(others.has(null) ? [null] : [])];
  return {
    flow,
    rows,
    byPerson: owners.map((userId) => ({ userId, own: rows.filter((row) => row.userId === userId) })),
  };
}

function madeWithin({ from, to }: Range): Filter {
  const bound = (operator: 'gte' | 'lt', value: Instant | undefined): Filter =>
    value === undefined ? every : { kind: 'compare', field: 'date_created', operator, value };
  return and(bound('gte', from), bound('lt', to));
}

/** A flow is told after a moment and up to another, and not of times to come. */
function spanOf({ pipelineId, report: { from, to } }: FunnelAsked, { now }: Caller) {
  return {
    pipelineId,
    ...(from !== undefined && { from: Math.max(earliest, from - 1) as Instant }),
    ...(to !== undefined && { to: Math.min(now, to - 1) as Instant }),
  };
}

const names: Readonly<Record<string, string>> = { pipelineId: 'pipeline', from: 'report_datetime_range' };

function inWordsOfTheBody(error: unknown): never {
  const name = error instanceof DomainError ? names[String(error.inputPath[0])] : undefined;
  throw error instanceof DomainError && name !== undefined ? moved(error, [name]) : error;
}

async function* tableOf<Row extends { readonly userId: string | null }>(
  session: Session,
  asked: Asked,
  report: Report<Row>,
): Pieces {
  const { flow, byPerson } = await tell(session, asked, report);
  const lines = byPerson.flatMap(({ userId, own }) =>
    report
      .lines(flow, own)
      .map((line): readonly Cell[] => [userId, ...report.columns.map((name) => cellOf(line[name]))]),
  );
  const rows = (async function* () {
    yield lines;
  })();
  const options = { currency: asked.caller.currency, escapeFormulas: false };
  yield* written({ names: ['user_id', ...report.columns], rows }, 'csv', options);
}

/** Amounts in minor units, as in JSON. */
const cellOf = (value: unknown): Cell =>
  typeof value === 'number' || value == null ? ((value ?? null) as Cell) : String(value);

function routeOf<Row extends { readonly userId: string | null }>(
  path: string,
  summary: string,
  report: Report<Row>,
  properties: Readonly<Record<string, Schema>>,
): Route {
  const owner = described(nullable(text), 'Whose they are; null for those of nobody.');
  return {
    ...{ method: 'POST', path, resource: 'Pipeline', onlyReads: true, summary, body: funnelBodySchema },
    answer: object({
      aggregations: described(object(properties), 'Of all together.'),
      data: described(listOf(object({ ...properties, user_id: owner })), 'By whose they are.'),
    }),
    csv: async (session, asked) => tableOf(session, asked, report),
    async handle(request) {
      return request.database.read(async (session) => {
        const { flow, rows, byPerson } = await tell(session, request, report);
        const data = byPerson.map(({ userId, own }) => ({ ...report.body(flow, own), user_id: userId }));
        return { aggregations: report.body(flow, rows), data };
      });
    },
  };
}

const stageList = { stages: described(listOf(stageSchema), 'In their order: the active ones, then the won ones.') };

export const funnelRoutes: readonly Route[] = [
  routeOf(
    '/report/funnel/opportunity/totals/',
    'Report what came of the deals of a pipeline',
    totals,
    outcomeProperties,
  ),
  routeOf(
    '/report/funnel/opportunity/stages/',
    'Report how deals came through the stages of a pipeline',
    stages,
    stageList,
  ),
];
