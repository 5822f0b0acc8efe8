/** The rows of a file that can be imported, each external id once; what is wrong with the others is reported. */
import { formatPlace, type Place, type Problem } from './file/problem.ts';
import type { Source } from './file/source.ts';
import type { Translate } from './mapping/translate.ts';
import type { ImportRow, ParseRow } from './row.ts';

export type Report = (problems: readonly Problem[]) => void;

export interface Understanding {
  readonly translate: Translate;
  readonly parse: ParseRow;
}

export async function* readRows(
  source: Source,
  { translate, parse }: Understanding,
  report: Report,
): AsyncGenerator<ImportRow> {
  const seen = new Map<string, Place>();
  for await (const item of source.rows) {
    const row = 'reason' in item ? [item] : parse(translate(item));
    const problems = 'place' in row ? repetition(row, seen) : row;
    if (problems.length > 0) report(problems);
    else if ('place' in row) yield row;
  }
}

/** Two rows for one opportunity in one file: which is right? The first goes in, and the other is named. */
function repetition({ external_id: id, place }: ImportRow, seen: Map<string, Place>): readonly Problem[] {
  if (id == null) return [];
  const first = seen.get(id);
  if (first) return [{ place, field: 'external_id', reason: `${JSON.stringify(id)} is also in ${formatPlace(first)}` }];
  seen.set(id, place);
  return [];
}

/** Rows in portions of `size`, asked anew for each; the last one may be smaller. */
export async function* batchesOf<Row>(rows: AsyncIterable<Row>, size: () => number): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size()) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
