/** The day on which the answers in README and docs were taken: demo data depends on it. */
import type { Instant } from '../src/value/period.ts';

export const documentedDay = Date.UTC(2026, 10, 24, 12) as Instant;
