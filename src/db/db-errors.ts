/** What the databases and their drivers throw, as errors a caller can act on. All else is a fault of ours. */
import { DomainError } from '../errors.ts';

const unavailable = 'The database cannot be reached at the moment. Try again shortly.';

/** Prisma codes: unreachable, refused, timed out, closed, pool exhausted, or waited too long for a transaction. */
const unavailableCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const unavailableMessages =
  /connection terminated|terminating connection|ECONNREFUSED|ECONNRESET|ETIMEDOUT|timeout exceeded when trying to connect|the database system is (starting up|shutting down)|sorry, too many clients|database is locked|SocketTimeout|Operation has timed out/i;

/** @returns the domain error that `thrown` amounts to; undefined when it is none */
export function domainErrorOf(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (!(thrown instanceof Error)) return undefined;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  // A stopped PostgreSQL shows as P1001 at times and as a bare «Connection terminated» at others.
  const matches = unavailableCodes.has(code) || unavailableMessages.test(thrown.message);
  return matches ? new DomainError('SERVICE_UNAVAILABLE', unavailable, { cause: thrown }) : undefined;
}
