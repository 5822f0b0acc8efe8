/**
 * What deals were, from a file of their changes. It is read to find out how it is written, and again to store it; its rows are sorted
 * by deal, and the past of some deals goes in at a time. Told again, it changes nothing.
 */
import type { Database, Session } from '../../db/client.ts';
import { writtenBy } from '../../db/origin.ts';
import { retryingConflicts } from '../../db/retry.ts';
import { required } from '../../value/required.ts';
import type { Problem } from '../file/problem.ts';
import { type SourceRow, unreadable } from '../file/source.ts';
import {
  type ImportOptions,
  type ImportSummary,
  importRows,
  planImport,
  rehearse,
  type Write,
} from '../import-file.ts';
import { noMapping } from '../mapping/options.ts';
import { isOfApi, type Survey } from '../mapping/survey.ts';
import { cellReader, completer } from '../mapping/translate.ts';
import { rowParser } from '../row.ts';
import { findOrganization, type Target } from '../target.ts';
import { type HistoryOutcome, historyBatch } from './batch.ts';
import { type HistoryPlan, planHistory } from './plan.ts';
import { type HistoryRow, openSorted, type Sorted } from './sorted.ts';
import type { Understanding } from './told.ts';

export interface HistoryOptions extends Omit<ImportOptions, 'path'> {
  /** The deals themselves; without it those that are there. */
  readonly path?: string | undefined;
  /** The file of their changes. */
  readonly history: string;
  readonly onHistorySurvey?: (found: Survey) => void;
  readonly onHistoryProblem?: (problem: Problem) => void;
}

export interface HistorySummary extends Omit<HistoryOutcome, 'problems'> {
  readonly bad: number;
  readonly ignored: readonly string[];
}

export interface WithHistory {
  readonly deals: ImportSummary | undefined;
  readonly history: HistorySummary;
}

/** @throws DomainError when a file as a whole cannot be imported; then nothing of either goes in */
export async function importWithHistory(database: Database, options: HistoryOptions): Promise<WithHistory> {
  const { path, organization } = options;
  const deals = path === undefined ? undefined : { ...options, path };
  const plan = deals && (await planImport(database, deals));
  const existing = await database.read((session) => findOrganization(session, organization));
  if (!existing && !plan)
    throw unreadable(`There is no organization ${JSON.stringify(organization)}: import its deals first.`);
  const currency = required(existing?.currency ?? plan?.currency, 'the currency');
  const history = await planHistory({
    ...{ path: options.history, encoding: options.encoding, unescapeFormulas: options.unescapeFormulas ?? false },
    // What is said of columns is said of the deals, where they are in the same import.
    mapping: { ...(options.mapping ?? noMapping), ...(plan && { map: new Map() }) },
    ...{ currency, definitions: existing?.definitions ?? [] },
    fields: plan?.found.columns.flatMap(({ meaning }) => (meaning.kind === 'custom' ? meaning.field.name : [])) ?? [],
  });
  options.onHistorySurvey?.(history.found);
  const run = async (write: Write): Promise<WithHistory> => {
    const summary = plan && deals && (await importRows(write, plan, deals));
    const organizationId = summary?.organizationId || existing?.id;
    if (organizationId === undefined || organizationId === '') return { deals: summary, history: nothing };
    const target = { organizationId, now: options.now, authorId: null, createdFields: new Set<string>() };
    return { deals: summary, history: await importHistory(write, history, { target, currency, options }) };
  };
  return options.dryRun ? rehearse(database, run) : run(retryingConflicts(database).write);
}

const nothing: HistorySummary = { changed: 0, unchanged: 0, versions: 0, statusChanges: 0, bad: 0, ignored: [] };

interface Into {
  readonly target: Target;
  readonly currency: string;
  readonly options: HistoryOptions;
}

async function importHistory(
  write: Write,
  plan: HistoryPlan,
  { target, currency, options }: Into,
): Promise<HistorySummary> {
  const { found } = plan;
  const value = found.columns.find(({ meaning }) => meaning.kind === 'field' && meaning.name === 'value');
  const amounts = value && isOfApi(value.column, found.kind) ? 'minor' : 'major';
  const understanding: Understanding = {
    complete: completer((options.mapping ?? noMapping).statuses),
    parse: rowParser({ amounts, kind: found.kind, currency }),
  };
  const bad = new Set<number>();
  const report = (problems: readonly Problem[]) => {
    for (const problem of problems) {
      bad.add(problem.place.first);
      options.onHistoryProblem?.(problem);
    }
  };
  const ignored = found.columns.filter(({ meaning }) => meaning.kind === 'left out').map(({ column }) => column);
  let summary = { ...nothing, ignored };
  const sorted = openSorted();
  try {
    await sortRows(plan, understanding, sorted, report, options.onProgress);
    for (const deals of batchesOf(sorted.deals())) {
      const outcome = await write((session: Session) =>
        writtenBy(session, {}, () => historyBatch(session, target, deals, understanding)),
      );
      report(outcome.problems);
      summary = {
        ...summary,
        ...{ changed: summary.changed + outcome.changed, unchanged: summary.unchanged + outcome.unchanged },
        ...{
          versions: summary.versions + outcome.versions,
          statusChanges: summary.statusChanges + outcome.statusChanges,
        },
      };
    }
  } finally {
    sorted.close();
  }
  return { ...summary, bad: bad.size };
}

/** The rows that are good each by itself. */
async function sortRows(
  { found, open }: HistoryPlan,
  { complete, parse }: Understanding,
  sorted: Sorted,
  report: (problems: readonly Problem[]) => void,
  onProgress: ImportOptions['onProgress'],
): Promise<void> {
  const source = await open();
  const cellsOf = cellReader(found);
  let read = 0;
  for await (const item of source.rows) {
    const row = 'reason' in item ? item : understood(item, cellsOf, complete, parse);
    if ('externalId' in row) sorted.add(row);
    else report('reason' in row ? [row] : row);
    if (++read % batchSize === 0) onProgress?.(source.progress());
  }
}

function understood(
  { place, cells: given }: SourceRow,
  cellsOf: ReturnType<typeof cellReader>,
  complete: Understanding['complete'],
  parse: Understanding['parse'],
): HistoryRow | readonly Problem[] {
  const cells = withoutIds(cellsOf(given));
  const row = parse({ place, cells: complete(cells) });
  if (!('place' in row)) return row;
  const { external_id: externalId, moment } = row;
  if (externalId == null) return [{ place, field: 'external_id', reason: 'missing: which deal is it?' }];
  if (moment == null) return [{ place, field: 'moment', reason: 'missing: from when on was it so?' }];
  return { externalId, moment, place, cells };
}

/** Ids of people and pipelines of another system say nothing here: what they are of is not told then. */
function withoutIds(cells: SourceRow['cells']): SourceRow['cells'] {
  const isId = (column: string) => {
    const text = String(cells[column] ?? '').trim();
    return /^\d+$/.test(text) || (column === 'pipeline_name' ? text === 'default' : /^005\w{12}(\w{3})?$/.test(text));
  };
  const named = ['user_name', 'changed_by_name', 'pipeline_name'].filter(isId);
  return Object.fromEntries(Object.entries(cells).filter(([column]) => !named.includes(column)));
}

/** Rows, more or less: a deal is not cut in two. */
const batchSize = 1000;

function* batchesOf(deals: Iterable<readonly HistoryRow[]>): Generator<readonly (readonly HistoryRow[])[]> {
  let batch: (readonly HistoryRow[])[] = [];
  let rows = 0;
  for (const deal of deals) {
    batch.push(deal);
    rows += deal.length;
    if (rows < batchSize) continue;
    yield batch;
    [batch, rows] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
