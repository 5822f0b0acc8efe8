/** A file as rows of cells, whatever its format. What the cells mean comes later. */
import { DomainError } from '../../errors.ts';
import type { Place, Problem } from './problem.ts';

export interface SourceRow {
  readonly place: Place;
  /** By column name. A column that the row does not have is absent; an empty cell is null. */
  readonly cells: Readonly<Record<string, unknown>>;
}

export interface Source {
  /** All columns there are, each once. */
  readonly columns: readonly string[];
  /** A table has texts, typed by people; objects have values, written by programs: amounts called `value` are minor units there. */
  readonly kind: 'table' | 'objects';
  /** May be asked for once. */
  readonly rows: AsyncIterable<SourceRow | Problem>;
  /** How much has been read, from 0 to 1. */
  progress(): number;
}

/** For a file that cannot be read as a whole. */
export const unreadable = (message: string): DomainError => new DomainError('INVALID_INPUT', message);
