/** What a history tells of one deal: at each moment all that is known of it by then, whether a row is of one property or of all. */
import type { Instant } from '../../value/period.ts';
import type { Place, Problem } from '../file/problem.ts';
import type { SourceRow } from '../file/source.ts';
import type { ImportRow, ParseRow } from '../row.ts';
import type { HistoryRow } from './sorted.ts';

/** What a deal was from a moment on. */
export interface Told {
  readonly moment: Instant;
  readonly place: Place;
  readonly row: ImportRow;
  /** Whether its status has been told by then. */
  readonly tellsStatus: boolean;
}

export interface Understanding {
  readonly complete: (cells: SourceRow['cells']) => SourceRow['cells'];
  readonly parse: ParseRow;
}

/** Of rows that were good each by itself. Of one moment the last counts. */
export function toldOf(rows: readonly HistoryRow[], { complete, parse }: Understanding): readonly (Told | Problem)[] {
  // What the file tells of a deal at some time, was nothing before it told it.
  let cells: SourceRow['cells'] = Object.fromEntries(
    rows.flatMap((row) => Object.keys(row.cells).map((key) => [key, null])),
  );
  return rows.flatMap(({ cells: own, moment, place }, index): readonly (Told | Problem)[] => {
    // Who changed it then is not who changed it next.
    cells = { ...cells, changed_by_name: null, ...own };
    if (rows[index + 1]?.moment === moment) return [];
    const row = parse({ place, cells: closing(complete(cells), cells) });
    if (!('place' in row)) return row;
    return [{ moment, place, row, tellsStatus: row.status_label != null || row.status_type != null }];
  });
}

/** A system that has one day of closing says of a lost deal, too, that it was won on none. */
function closing(completed: SourceRow['cells'], { close_date: day }: SourceRow['cells']): SourceRow['cells'] {
  return day === undefined ? completed : { date_won: null, ...completed };
}
