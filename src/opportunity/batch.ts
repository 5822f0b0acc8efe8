/** Many rows in one transaction: each is planned by itself, so that a wrong one is told from the others before anything is stored. */
import { DomainError, type ErrorCode } from '../errors.ts';
import { invalid } from '../value/input.ts';

export const maximumBatch = 250;

export interface BatchOptions {
  /** Store the rows that are right, instead of none if one is wrong. @default false */
  readonly partial?: boolean | null;
}

export interface RowError {
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface BatchResult {
  /** In the order of the input; null for a row that was wrong. */
  readonly ids: readonly (string | null)[];
  readonly errors: readonly RowError[];
}

export type Attempt<Plan> = { readonly plan: Plan } | { readonly error: DomainError };

export function attempt<Plan>(plan: () => Plan): Attempt<Plan> {
  try {
    return { plan: plan() };
  } catch (error) {
    if (error instanceof DomainError) return { error };
    throw error;
  }
}

/** The plan, or what was wrong with it: for one that is not part of a batch. */
export function planOf<Plan>(attempted: Attempt<Plan>): Plan {
  if ('error' in attempted) throw attempted.error;
  return attempted.plan;
}

/** @throws INVALID_INPUT with the name of the list as its path */
export function assertBatch(name: string, rows: readonly unknown[]): void {
  if (rows.length <= maximumBatch) return;
  throw invalid(name, `A batch has at most ${maximumBatch} rows, not ${rows.length}. Send several.`);
}

/** The plans to carry out, and what is wrong with the other rows. @throws INVALID_INPUT if any is wrong and none may be left out */
export function settle<Plan>(attempts: readonly Attempt<Plan>[], { partial }: BatchOptions) {
  const errors = attempts.flatMap((attempted, index) =>
    'error' in attempted ? [rowError(attempted.error, index)] : [],
  );
  const [first] = errors;
  if (first && !partial) {
    const message = `${errors.length} of ${attempts.length} rows are wrong, so that none was stored. Row ${first.index}: ${first.message}`;
    throw new DomainError('INVALID_INPUT', message, { path: first.path, extra: { errors } });
  }
  return { plans: attempts.flatMap((attempted) => ('plan' in attempted ? [attempted.plan] : [])), errors };
}

function rowError({ code, message, inputPath, extra }: DomainError, index: number): RowError {
  return { index, code, message, path: [index, ...inputPath], extra };
}
