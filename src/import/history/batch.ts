/** Some deals of a history, in one transaction: what they were is told by their rows, as far as nobody saw it. */
import type { Session } from '../../db/client.ts';
import { lockOrganization } from '../../db/lock-organization.ts';
import { differences } from '../../db/versioned.ts';
import { readStatuses, type Status, type Statuses } from '../../pipeline/statuses.ts';
import { formatInstant, toInstant } from '../../value/period.ts';
import type { StatusType } from '../../value/status-type.ts';
import { fold } from '../../value/text.ts';
import { usesOf } from '../batch.ts';
import { ensureFields, type FieldFinder } from '../custom-field.ts';
import { type PlanValues, valuePlanner } from '../custom-values.ts';
import type { Problem } from '../file/problem.ts';
import { ensureUsers } from '../people.ts';
import type { ImportRow } from '../row.ts';
import { ensureStatuses } from '../statuses.ts';
import type { Target } from '../target.ts';
import { type Kept, readKept, stateAt } from './kept.ts';
import type { HistoryRow } from './sorted.ts';
import { statusChangesOf } from './status-changes.ts';
import { type Told, toldOf, type Understanding } from './told.ts';
import { type ToldValues, valueHistory } from './values.ts';
import { columnsThen, type Names, versionsOf } from './versions.ts';
import { type DealHistory, writeHistories } from './write.ts';

export interface HistoryOutcome {
  /** Deals whose past is otherwise now, and those that were told as before. */
  readonly changed: number;
  readonly unchanged: number;
  readonly versions: number;
  readonly statusChanges: number;
  readonly problems: readonly Problem[];
}

interface Deal {
  readonly kept: Kept;
  readonly told: readonly Told[];
}

export async function historyBatch(
  session: Session,
  target: Target,
  deals: readonly (readonly HistoryRow[])[],
  understanding: Understanding,
): Promise<HistoryOutcome> {
  await lockOrganization(session, target.organizationId);
  const kept = await readKept(
    session,
    target,
    deals.flatMap(([row]) => row?.externalId ?? []),
  );
  const problems: Problem[] = [];
  const read = deals.flatMap((rows) => dealOf(rows, kept, target, understanding, problems));
  const told = read.flatMap(({ told }) => told.map(({ row }) => row));
  const fields = await ensureFields(session, target, usesOf(told));
  const people = told.flatMap(({ user_name, changed_by_name }) => [user_name, changed_by_name]);
  const users = await ensureUsers(session, target, new Set(people.filter((name) => name != null)));
  const names = {
    ...(await statusNames(session, target, read)),
    userOf: (name: string | null | undefined) => name && users.ids.get(name),
  };
  const planValues = valuePlanner(fields, users.ids);
  const histories = read.flatMap((deal) => historyOf(deal, { names, fields, planValues }, problems));
  const { changed, ...written } = await writeHistories(session, target, histories);
  return { changed, unchanged: histories.length - changed, ...written, problems };
}

/** The rows that can be told of a deal, all else being a problem. */
function dealOf(
  rows: readonly HistoryRow[],
  known: ReadonlyMap<string, Kept>,
  { now }: Target,
  understanding: Understanding,
  problems: Problem[],
): readonly Deal[] {
  const kept = known.get(rows[0]?.externalId ?? '');
  if (!kept) {
    const reason = ({ externalId }: HistoryRow) =>
      `${JSON.stringify(externalId)} is no deal of the organization: import the deals first`;
    problems.push(...rows.map((row) => ({ place: row.place, field: 'external_id', reason: reason(row) })));
    return [];
  }
  const inTime = rows.filter(({ place, moment }) => {
    const told = formatInstant(moment);
    const reason =
      moment > now ? `${told} has not come` : moment < kept.begin ? `${told} ${beforeAll(kept)}` : undefined;
    if (reason !== undefined) problems.push({ place, field: 'moment', reason });
    return reason === undefined;
  });
  const told: Told[] = [];
  for (const one of toldOf(inTime, understanding)) {
    if ('reason' in one) problems.push(one);
    else told.push(one);
  }
  return told.length > 0 ? [{ kept, told }] : [];
}

function beforeAll({ begin, opportunity }: Kept): string {
  return toInstant(opportunity.date_created) === begin
    ? `lies before the deal was created (date_created), which was at ${formatInstant(begin)}`
    : `has been forgotten: the past is known since ${formatInstant(begin)}`;
}

interface Known {
  readonly names: Names;
  readonly fields: FieldFinder;
  readonly planValues: PlanValues;
}

function historyOf(
  { kept, told }: Deal,
  { names, fields, planValues }: Known,
  problems: Problem[],
): readonly DealHistory[] {
  const good: ToldValues[] = [];
  for (const one of told) {
    const plan = planValues(one.row, kept.opportunity.id, []);
    const problem = 'reason' in plan ? plan : contradiction(kept, one, names);
    if (problem) problems.push(problem);
    else if (one.moment < kept.seen && !('reason' in plan)) {
      good.push({
        ...one,
        values: plan.insert,
        fields: [...one.row.custom.keys()].flatMap((name) => fields.find(name)?.id ?? []),
      });
    }
  }
  if (good.length === 0) return [];
  return [
    {
      kept,
      versions: versionsOf(kept, good, names),
      ...{ values: valueHistory(kept, good), changes: statusChangesOf(kept, good, names) },
    },
  ];
}

/** What was seen is not told otherwise. */
function contradiction(kept: Kept, told: Told, names: Names): Problem | undefined {
  if (told.moment < kept.seen) return undefined;
  const { is_assumed, ...columns } = columnsThen(kept, told, told.moment, names);
  const { date_created, ...other } = differences(stateAt(kept, told.moment), columns);
  const different = Object.keys(other).map((column) => wordOf[column] ?? column);
  if (different.length === 0) return undefined;
  const since = formatInstant(kept.seen);
  const reason = `${formatInstant(told.moment)} is told otherwise than it was: from ${since} on its history is kept here. Different: ${different.join(', ')}`;
  return { place: told.place, field: 'moment', reason };
}

const wordOf: Readonly<Record<string, string>> = { status_id: 'status_label', user_id: 'user_name' };

/** Missing statuses are made, in the pipeline of their deal where the file names none. */
async function statusNames(session: Session, target: Target, deals: readonly Deal[]): Promise<Omit<Names, 'userOf'>> {
  const before = await readStatuses(session, target.organizationId);
  const former = await session.kysely
    .selectFrom('former_status')
    .select(['id', 'type'])
    .where('organization_id', '=', target.organizationId)
    .execute();
  const named = (row: ImportRow, kept: Kept) => asKnown(row, kept, before);
  const wanted = deals.flatMap(({ kept, told }) =>
    told.filter(({ tellsStatus }) => tellsStatus).map(({ row }) => named(row, kept)),
  );
  const statuses = await ensureStatuses(session, target, wanted);
  const types = new Map(former.map(({ id, type }) => [id, type as StatusType]));
  return {
    statusOf: (row, kept) => statuses.of(named(row, kept)),
    typeOf: (id) => types.get(id) ?? statuses.byId(id).type,
    firstActive: statuses.firstActive,
  };
}

const keyOf = (label: string) => fold(label).replaceAll(/[\s_-]+/g, '');

/** A system's own word for a stage is its label without blanks: `closedwon` is Closed Won. */
function asKnown({ pipeline_name, status_label, status_type }: ImportRow, { opportunity }: Kept, { all }: Statuses) {
  const own = all.find(({ id }) => id === opportunity.status_id)?.pipelineName ?? null;
  const pipeline = all.find(
    ({ pipelineName }) => pipeline_name != null && keyOf(pipelineName) === keyOf(pipeline_name),
  );
  const within = pipeline?.pipelineName ?? pipeline_name ?? own;
  const isMeant = ({ label, pipelineName }: Status) =>
    status_label != null && pipelineName === within && keyOf(label) === keyOf(status_label);
  const exact = all.some(
    ({ labelFolded, pipelineName }) =>
      pipelineName === within && status_label != null && labelFolded === fold(status_label),
  );
  const label = exact ? status_label : (all.find(isMeant)?.label ?? status_label);
  return { pipeline_name: within, status_label: label, status_type };
}
