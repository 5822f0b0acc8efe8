/**
 * The rows of a history by deal and moment, in whatever order the file has them. They are sorted in a temporary database on disk,
 * which goes when it is closed, so that a file may be larger than the memory.
 */
import BetterSqlite3 from 'better-sqlite3';
import type { Instant } from '../../value/period.ts';
import type { Place } from '../file/problem.ts';
import type { SourceRow } from '../file/source.ts';

export interface HistoryRow {
  readonly externalId: string;
  readonly moment: Instant;
  readonly place: Place;
  readonly cells: SourceRow['cells'];
}

export interface Sorted {
  add(row: HistoryRow): void;
  /** All rows of each deal, the earliest first; of one moment as the file has them. */
  deals(): Iterable<readonly HistoryRow[]>;
  close(): void;
}

interface Stored {
  readonly external_id: string;
  readonly moment: number;
  readonly place: string;
  readonly cells: string;
}

export function openSorted(): Sorted {
  const file = new BetterSqlite3('');
  file.exec('create table row (external_id text, moment integer, first integer, place text, cells text); begin');
  const insert = file.prepare('insert into row values (?, ?, ?, ?, ?)');
  const select = file.prepare('select external_id, moment, place, cells from row order by external_id, moment, first');
  return {
    add({ externalId, moment, place, cells }) {
      insert.run(externalId, moment, place.first, JSON.stringify(place), JSON.stringify(cells));
    },
    *deals() {
      let deal: HistoryRow[] = [];
      for (const row of select.iterate() as Iterable<Stored>) {
        if (deal[0] && deal[0].externalId !== row.external_id) {
          yield deal;
          deal = [];
        }
        deal.push({
          ...{ externalId: row.external_id, moment: row.moment as Instant },
          ...{ place: JSON.parse(row.place), cells: JSON.parse(row.cells) },
        });
      }
      if (deal.length > 0) yield deal;
    },
    close: () => file.close(),
  };
}
