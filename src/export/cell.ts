/** What a cell of an export holds, before a format writes it. */

import { joinList } from '../value/list-text.ts';
import { formatMajor } from '../value/money.ts';

/** In minor units; tables for people show it in major ones. */
export interface Amount {
  readonly minor: bigint;
}

export type Cell = string | number | Amount | readonly string[] | null;

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => Cell;
}

export const amount = (minor: bigint | null): Cell => (minor === null ? null : { minor });

const isAmount = (cell: Cell): cell is Amount => typeof cell === 'object' && cell !== null && 'minor' in cell;

/** As a table for people has it: amounts in major units, lists between commas. */
export function plainCell(cell: Cell, currency: string): string | number | null {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return cell;
  return isAmount(cell) ? formatMajor(cell.minor, currency) : joinList(cell);
}

/** As the REST API has it: amounts are integers in minor units. One beyond 2^53 is written as it is all the same. */
export function jsonCell(cell: Cell): string {
  return isAmount(cell) ? cell.minor.toString() : JSON.stringify(cell);
}
