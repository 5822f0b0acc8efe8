/** Logging: JSON lines, one a request, and never a key in them. */
import { type Logger, pino } from 'pino';

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: ['authorization', '*.authorization', 'key', '*.key'] });
}
