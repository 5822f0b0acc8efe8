/**
 * What a field of the schema costs, said where the field is: `extensions: weight({ statement: 1500 })`. A field that says
 * nothing has a price all the same, by its type and its arguments: see `price.ts`.
 *
 * A point is about 50 µs of one core; for statements, whose time grows with the table, at 200,000 opportunities. Measured on
 * SQLite, with the table's statistics: 20 to 70 µs.
 */

/** What a field is given, with variables and defaults in place; not checked yet, so that it may be anything. */
export type AskedArguments = Readonly<Record<string, unknown>>;

type Points = number | ((args: AskedArguments) => number);

export interface Weight {
  /** Paid once for each place in the document, however many parents ask there: what loaders read by one statement. */
  readonly statement?: Points;
  /** How many times the field has its list's filter looked at; `page`: once together with the others that read its page. */
  readonly looks?: number | 'page';
  /** How many objects the field gives; `page`: as many as a page of the list that it stands in. */
  readonly size?: Points | 'page';
  /** How many a page has of what the field's own fields of size `page` give. @default its `first` or `last` */
  readonly page?: Points;
}

export const weight = (declared: Weight): { readonly weight: Weight } => ({ weight: declared });

/** Arguments that make no sense are refused in words of their own, later; until then they cost nothing, and spare nothing. */
export function pointsOf(points: Points, args: AskedArguments): number {
  if (typeof points === 'number') return points;
  try {
    return Math.max(0, points(args) || 0);
  } catch (error) {
    // An object is no name and no number, and may even refuse to be made one.
    if (error instanceof TypeError) return 0;
    throw error;
  }
}

/** How many a list of the arguments has; GraphQL takes a single value for a list of one. */
export const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 1);
