/** The only look at the time of day. Everything else is told what time it is. */
import type { Instant } from './value/period.ts';

export type Clock = () => Instant;

export const systemClock: Clock = () => Date.now() as Instant;
