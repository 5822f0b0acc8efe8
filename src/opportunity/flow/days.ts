/** Times as days of 24 hours, whatever clocks do: averages and medians, rounded once to a tenth, half away from zero. */
import { roundedQuotient } from '../../value/money.ts';
import type { Middle } from '../figures/part.ts';
import type { Time } from './passage.ts';

const day = 86_400_000n;

/** Tenths of days; null of none. */
export const averageDays = ({ count, milliseconds }: Time): bigint | null =>
  count === 0 ? null : roundedQuotient(milliseconds * 10n, BigInt(count) * day);

/** Tenths of days; null of none. */
export const medianDays = (middle: Middle | undefined): bigint | null =>
  middle === undefined ? null : roundedQuotient((middle[0] + middle[1]) * 10n, 2n * day);
