/** A filter that came as JSON, not as an argument: checked as GraphQL checks those, then read as they are. */
import { coerceInputValue, type GraphQLSchema, isInputType } from 'graphql';
import type { When } from '../../caller.ts';
import type { DomainError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import { type FilterInput, filterFromInput } from './input.ts';
import { type FilterShape, opportunityFilter } from './shapes.ts';

interface Given {
  readonly schema: GraphQLSchema;
  /** @default that of opportunities */
  readonly shape?: FilterShape;
  readonly when: When;
  /** Where it came from, for errors. */
  readonly argument: string;
  /** Says that it is no such filter; where in it, and why. */
  readonly refuse: (reason: string) => DomainError;
}

/** @throws what `refuse` makes, INVALID_FILTER, FILTER_TOO_COMPLEX */
export function filterFromJson(
  json: unknown,
  { schema, shape = opportunityFilter, when, argument, refuse }: Given,
): Filter {
  const type = schema.getType(shape.typeName);
  if (!isInputType(type)) throw new Error(`there is no input ${shape.typeName}`);
  const input: unknown = coerceInputValue(json, type, (path, _value, error) => {
    throw refuse(`${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${error.message}`);
  });
  if (input === null) throw refuse(': it is null.');
  return filterFromInput(shape, input as FilterInput, when, argument);
}
