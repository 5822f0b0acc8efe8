/** What is wrong with one row of the file: it is reported, and the rest goes in. */

/** Lines of a CSV file, counted from 1 with the header, or elements of a JSON array, counted from 1. */
export interface Place {
  readonly unit: 'line' | 'item';
  readonly first: number;
  readonly last: number;
}

export interface Problem {
  readonly place: Place;
  /** The column; null when it is the row as a whole. */
  readonly field: string | null;
  readonly reason: string;
}

export function formatPlace({ unit, first, last }: Place): string {
  return first === last ? `${unit} ${first}` : `${unit}s ${first} to ${last}`;
}

/** `line 17, value: "12,5" is not …` */
export function formatProblem({ place, field, reason }: Problem): string {
  return `${formatPlace(place)}${field === null ? '' : `, ${field}`}: ${reason}`;
}
