/** `_skip` and `_limit`. */
import type { Params } from './params.ts';
import { Problem, problem } from './problem.ts';

export interface Paging {
  readonly skip: number;
  readonly limit: number;
}

export interface PageBounds {
  /** The largest `_limit`. */
  readonly limit: number;
  /** The largest `_skip`; whatever an integer holds without it. */
  readonly skip?: number;
}

const defaultLimit = 100;

/** @throws Problem */
export function readPaging(params: Params, bounds: PageBounds): Paging {
  return {
    skip: readCount(params, '_skip', 0, bounds.skip ?? Number.MAX_SAFE_INTEGER),
    limit: readCount(params, '_limit', Math.min(defaultLimit, bounds.limit), bounds.limit),
  };
}

function readCount(params: Params, name: string, usual: number, maximum: number): number {
  const text = params.text(name)?.trim();
  if (text === undefined || text === '') return usual;
  const shown = JSON.stringify(text.slice(0, 100));
  if (!/^[+-]?\d+$/.test(text)) throw problem(400, `${name} must be an integer (got ${shown} instead).`);
  const count = Number(text);
  if (count < 0) throw problem(400, `${name} must be a non-negative integer (got ${shown} instead).`);
  if (count > maximum) throw tooLarge(name, maximum);
  return count;
}

/** Old clients look for the maximum in `error`, new ones in the field error. */
function tooLarge(name: string, maximum: number): Problem {
  const what = name.slice(1);
  const advice = what === 'skip' ? ' Refine the query instead, or read it in slices.' : '';
  return new Problem(400, {
    error: `The ${what} you set is larger than the maximum ${what} for this resource (max_${what} = ${maximum}).${advice}`,
    errors: [],
    'field-errors': { [name]: `Input should be less than or equal to ${maximum}` },
  });
}
