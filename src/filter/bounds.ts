/** How large a filter may be. */
import { DomainError } from '../errors.ts';
import { childrenOf, type Filter, limits } from './filter.ts';
import { placeOf } from './place.ts';

/** @throws FILTER_TOO_COMPLEX for a filter that would cost more to compile and run than anyone means to ask. */
export function assertBounded(filter: Filter): void {
  let terms = 0;
  const visit = (part: Filter, depth: number): void => {
    if (depth > limits.depth) throw tooComplex(`is nested more than ${limits.depth} deep`);
    terms += 1;
    if (terms > limits.terms) throw tooComplex(`has more than ${limits.terms} terms`);
    if (part.kind === 'in' && part.values.length > limits.values) {
      throw tooComplex(`has a list of ${part.values.length} values; ${limits.values} are allowed`, placeOf(part));
    }
    for (const child of childrenOf(part)) visit(child, depth + 1);
  };
  visit(filter, 1);
}

function tooComplex(what: string, path: DomainError['inputPath'] = []): DomainError {
  const message = `The filter ${what}. Ask in several requests, or filter by a common field.`;
  return new DomainError('FILTER_TOO_COMPLEX', message, { path });
}
