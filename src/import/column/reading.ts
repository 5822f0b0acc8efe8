/**
 * How the cells of one column are read. A format is recognized over the whole column: what one cell leaves open another one
 * settles, and where none does people are asked, for a guess row by row puts half of the deals into another month.
 */
import { DomainError } from '../../errors.ts';

export interface Reading {
  /** For people: `dates as day, month, year`. */
  readonly label: string;
  /** A cell as the rest of the import knows it; undefined for one that is not read so, which is told with its row. */
  read(text: string): string | undefined;
}

export interface Recognizer {
  see(text: string): void;
  /** When all of the column has been seen. @throws DomainError that says what to say, where it stays open */
  settle(column: string): Reading;
}

export const unclear = (column: string, message: string): DomainError =>
  new DomainError('INVALID_INPUT', `Column ${JSON.stringify(column)}: ${message}`);

const nothings = new Set(['', '\\N', 'NULL', 'null', 'N/A', 'n/a', '-', '0000-00-00', '0000-00-00 00:00:00']);

/** What stands in a cell that holds nothing: a dump of a database writes `\N`, a report a dash. */
export const isNothing = (text: string): boolean => nothings.has(text.trim());

export const asItIs: Reading = { label: '', read: (text) => text };
