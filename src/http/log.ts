/** Logging: JSON lines, one a request, and never a key in them. */
import { type Logger, pino } from 'pino';
import { DomainError } from '../errors.ts';

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: ['authorization', '*.authorization', 'key', '*.key'] });
}

/** Faults of ours are errors; what the database could not do is a warning, with what it said of it. */
export function reportTo(log: Logger, requestId: string): (fault: unknown) => void {
  return (fault) => {
    if (fault instanceof DomainError)
      log.warn({ requestId, code: fault.code, err: fault.cause ?? fault }, fault.message);
    else log.error({ requestId, err: fault }, 'unexpected error');
  };
}
