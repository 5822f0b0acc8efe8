/** What the databases and their drivers throw, as errors a caller can act on. All else is a fault of ours. */
import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { DomainError, type ErrorCode } from '../errors.ts';
import { timedOut } from './deadline.ts';

/** @returns the domain error that `thrown` amounts to; undefined when it is none */
export function domainErrorOf(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (!(thrown instanceof Error)) return undefined;
  const trouble =
    codesOf(thrown)
      .map(troubleOf)
      .find((known) => known !== undefined) ?? troubleByMessage(thrown);
  return trouble && new DomainError(trouble.code, trouble.message, { cause: thrown });
}

interface Trouble {
  readonly code: ErrorCode;
  readonly message: string;
}

const unreachable: Trouble = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'The database cannot be reached at the moment. Try again shortly.',
};
const busy: Trouble = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'Others were changing the same at the same time. Try again shortly.',
};
const readOnly: Trouble = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'The database takes no changes at the moment. Try again later.',
};
const damaged: Trouble = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'The database cannot be read at the moment: its operator has to look after it.',
};
const full: Trouble = {
  code: 'STORAGE_FULL',
  message: 'The database has no room for more. Nothing was stored; reading goes on.',
};
const late: Trouble = timedOut();

/** By the beginning of what is told: SQLSTATE, SQLite's names, Prisma's codes and kinds, the system's. The first one counts. */
const troubles: readonly (readonly [beginning: RegExp, Trouble])[] = [
  [/^(53100|SQLITE_FULL)/, full],
  [/^(57014|25P03|25P04|SQLITE_INTERRUPT)/, late],
  [/^(25006|SQLITE_READONLY)/, readOnly],
  [/^(XX00[12]|SQLITE_(CORRUPT|NOTADB|FORMAT))/, damaged],
  [/^(40...|55P03|P2034|TransactionWriteConflict)$/, busy],
  [/^(08...|53...|57...|58...)$/, unreachable],
  [/^SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|PROTOCOL|NOMEM)/, unreachable],
  [/^P(1001|1002|1003|1008|1011|1017|2024|2028|2037)$/, unreachable],
  [/^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError)$/, unreachable],
  // What an operator may change while it runs: the password, or the database's name.
  [/^(28...|3D000|P1000|P1010|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist)$/, unreachable],
  [/^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)/, unreachable],
];

const troubleOf = (code: string): Trouble | undefined => troubles.find(([beginning]) => beginning.test(code))?.[1];

/** Connections that broke are told in words alone at times, and Prisma keeps only the message of some. */
function troubleByMessage({ message }: Error): Trouble | undefined {
  return words.test(message) ? unreachable : undefined;
}

const words =
  /connection terminated|terminating connection|connection error and is not queryable|Server has closed the connection|ConnectionClosed|Can't reach database server|ECONN(REFUSED|RESET)|ETIMEDOUT|timeout exceeded when trying to connect|the database system is |sorry, too many clients|pool after calling end|database is locked|SocketTimeout|Operation has timed out/i;

interface Told {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: Told } };
}

/** What the database itself says goes before what Prisma makes of it. */
function codesOf(thrown: Error & Told): readonly string[] {
  const below: Told | undefined = isDriverAdapterError(thrown) ? thrown.cause : thrown.meta?.driverAdapterError?.cause;
  const told = [below?.originalCode, below?.code, below?.kind, thrown.code];
  return told.filter((code) => typeof code === 'string');
}
