/** Errors as GraphQL answers them: a code to branch on, a message to read, and the place in the input. */
import { GraphQLError, isValueNode } from 'graphql';
import { domainErrorOf } from '../../db/db-errors.ts';
import { statusOf } from '../../errors.ts';
import { headersOf } from '../../http/refusal-headers.ts';
import type { FaultReport } from '../../http/scope.ts';

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
  const status = statusOf[code];
  if (status >= 500) report(known);
  const argumentPath = inputPath.length > 0 && { argumentPath: inputPath };
  // Yoga takes the status of the answer from here, and leaves it out of the body.
  const isAboutTransport = status >= 500 || code === 'BODY_TOO_LARGE' || code === 'NOT_ACCEPTABLE';
  const http = isAboutTransport && { http: { status, headers: headersOf(code) } };
  return new GraphQLError(message, { ...place, extensions: { code, ...argumentPath, ...extra, ...http } });
}

/** As errors of parsing are: 200 for those who want the older `application/json`, as GraphQL over HTTP has it. */
export function refusing<T>(check: () => T, request: FaultReport): T {
  try {
    return check();
  } catch (error) {
    const { message, extensions } = maskError(error, request);
    throw new GraphQLError(message, { extensions: { ...extensions, http: { spec: true, status: 400 } } });
  }
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

/** GraphQL gives its own errors about variables no code. Nothing was executed then, which is 400 under both media types. */
function coded(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  const place = { nodes, source, positions, path, originalError };
  const http = path === undefined && { http: { status: 400 } };
  return new GraphQLError(message, { ...place, extensions: { code: 'BAD_USER_INPUT', ...http, ...extensions } });
}
