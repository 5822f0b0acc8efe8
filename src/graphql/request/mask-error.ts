/** Errors as GraphQL answers them: a code to branch on, a message to read, and the place in the input. */
import { GraphQLError, isValueNode } from 'graphql';
import { domainErrorOf } from '../../db/db-errors.ts';
import { statusOf } from '../../errors.ts';

/** Told what is a fault of ours. The answer carries the id of the request, under which the log has the cause. */
export interface FaultReport {
  readonly requestId: string;
  readonly report: (fault: unknown) => void;
}

export function maskError(thrown: unknown, { requestId, report }: FaultReport): GraphQLError {
  const located = thrown instanceof GraphQLError ? thrown : undefined;
  if (located && isAboutRequest(located)) return coded(located);
  const original = located?.originalError ?? thrown;
  const place = located && { nodes: located.nodes, path: located.path };
  const known = domainErrorOf(original);
  if (!known) {
    report(original);
    return new GraphQLError('Unexpected error.', {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    });
  }
  const { code, message, inputPath, extra } = known;
  const argumentPath = inputPath.length > 0 && { argumentPath: inputPath };
  // Yoga takes the status of the answer from here, and leaves it out of the body.
  const http = statusOf[code] >= 500 && { http: { status: statusOf[code], headers: { 'retry-after': '1' } } };
  return new GraphQLError(message, { ...place, extensions: { code, ...argumentPath, ...extra, ...http } });
}

/**
 * Whether GraphQL, or a scalar of ours, found the request wrong: before any field was resolved, or in a value that is given
 * to one. That it is a GraphQLError does not tell: Pothos throws them for faults of the program, and so does GraphQL for
 * what a resolver returns; but these have the place of the field.
 */
function isAboutRequest(error: GraphQLError): boolean {
  const isOfValue = error.nodes?.some(isValueNode) ?? false;
  return (error.path === undefined || isOfValue) && isGraphQLErrorThroughout(error);
}

/** GraphQL wraps whatever a scalar throws, be it a fault of the scalar. */
function isGraphQLErrorThroughout({ originalError }: GraphQLError): boolean {
  if (originalError === undefined) return true;
  return originalError instanceof GraphQLError && isGraphQLErrorThroughout(originalError);
}

/** GraphQL gives its own errors about variables no code. */
function coded(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  const place = { nodes, source, positions, path, originalError };
  return new GraphQLError(message, { ...place, extensions: { code: 'BAD_USER_INPUT', ...extensions } });
}
