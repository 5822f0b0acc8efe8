/** Logging: JSON lines, one a request, and never a key in them. */
import { type Logger, pino, stdSerializers } from 'pino';
import { DomainError } from '../errors.ts';
import { inSources } from '../stack.ts';

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({
    ...{ level, base: null, redact: ['authorization', '*.authorization', 'key', '*.key'] },
    serializers: { err: serialized },
  });
}

function serialized(fault: Error) {
  const { stack, ...rest } = stdSerializers.err(fault);
  return { ...rest, ...(stack && { stack: inSources(stack) }) };
}

/** Faults of ours are errors; what the database could not do is a warning, with what it said of it. */
export function reportTo(log: Logger, requestId: string): (fault: unknown) => void {
  return (fault) => {
    if (fault instanceof DomainError)
      log.warn({ requestId, code: fault.code, err: fault.cause ?? fault }, fault.message);
    else log.error({ requestId, err: fault }, 'unexpected error');
  };
}
