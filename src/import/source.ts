/** A file as rows of cells, whatever its format. What the cells mean comes later (row.ts). */
import { DomainError } from '../errors.ts';
import type { Place, Problem } from './problem.ts';

export interface SourceRow {
  readonly place: Place;
  /** By column name. A column that the row does not have is absent; an empty cell is null. */
  readonly cells: Readonly<Record<string, unknown>>;
}

export interface Source {
  readonly rows: AsyncIterable<SourceRow | Problem>;
  /** Are amounts typed by people (major units, `1234.5`) or written by programs (integers, minor units)? */
  readonly amounts: 'major' | 'minor';
  /** How much has been read, from 0 to 1. */
  progress(): number;
  /** Keys that mean nothing to an import, as far as read. */
  readonly ignored: ReadonlySet<string>;
}

/** For a file that cannot be read as a whole. */
export const unreadable = (message: string): DomainError => new DomainError('INVALID_INPUT', message);
