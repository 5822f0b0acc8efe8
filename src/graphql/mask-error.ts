/** Errors as GraphQL answers them: a code to branch on, a message to read, and the place in the input. */
import { GraphQLError } from 'graphql';
import { domainErrorOf } from '../db/db-errors.ts';
import { statusOf } from '../errors.ts';

/** Told what is a fault of ours. The answer carries the id of the request, under which the log has the cause. */
export interface FaultReport {
  readonly requestId: string;
  readonly report: (fault: unknown) => void;
}

export function maskError(thrown: unknown, { requestId, report }: FaultReport): GraphQLError {
  const located = thrown instanceof GraphQLError ? thrown : undefined;
  const original = located?.originalError ?? thrown;
  // What GraphQL or a scalar found wrong in the document or its variables is for the caller as it is.
  if (located && (!located.originalError || original instanceof GraphQLError)) return located;
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
