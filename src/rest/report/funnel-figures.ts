/** The figures of a funnel as the source API has them: amounts of a year in minor units, times in seconds, rates from 0 to 1. */
import type { FlowStatus } from '../../opportunity/flow/flow.ts';
import type { OutcomeSums, StageSums } from '../../opportunity/flow/funnel.ts';
import { roundedQuotient, roundWeighted } from '../../value/money.ts';
import type { Body } from '../field.ts';
import { described, integer, nullable, number, object, oneOf, type Schema, text } from '../schema.ts';

/** Of nothing there is no rate; what has no value does nothing of it. */
function rate(part: bigint, whole: bigint, count: bigint): number | null {
  if (count === 0n) return null;
  return whole === 0n ? 0 : Number(part) / Number(whole);
}

const averageSeconds = (milliseconds: bigint, count: bigint) =>
  count === 0n ? null : roundedQuotient(milliseconds, count * 1000n);

const day = 86_400_000n;

/**
 * How many deals, times what a won one is worth on average, times the share of the closed ones that are won, by the days that winning took
 * on average, which are one at least: so it is in the one example that is documented.
 */
function velocity({ count, won, wonValue, milliseconds, lost }: OutcomeSums): bigint {
  if (won === 0n) return 0n;
  const least = won * day;
  return roundedQuotient(count * wonValue * won * day, (won + lost) * (milliseconds < least ? least : milliseconds));
}

export function outcomeBody(sums: OutcomeSums): Body {
  const { count, won, wonValue, milliseconds, lost, lostValue } = sums;
  const complete = { count: won + lost, value: wonValue + lostValue };
  return {
    ...{ count, count_total_complete: complete.count, count_total_won: won },
    count_win_rate: rate(won, complete.count, complete.count),
    ...{ value_total_complete: complete.value, value_total_won: wonValue },
    value_win_rate: rate(wonValue, complete.value, complete.count),
    average_time_to_win: averageSeconds(milliseconds, won),
    average_value_annualized_per_won_opportunity: won === 0n ? 0n : roundedQuotient(wonValue, won),
    sales_velocity: velocity(sums),
  };
}

export function stageBody({ id, label, type }: FlowStatus, sums: StageSums): Body {
  const { count, value, weighted, advanced, advancedValue, advancedWeighted, milliseconds, lost, lostValue } = sums;
  return {
    status: { id, label, type },
    ...{ count, count_lost: lost, count_lost_ratio: rate(lost, count, count) },
    count_conversion_rate: rate(advanced, count, count),
    ...{ value, value_lost: lostValue, value_lost_ratio: rate(lostValue, value, count) },
    value_conversion_rate: rate(advancedValue, value, count),
    weighted_value: roundWeighted(weighted),
    weighted_value_conversion_rate: rate(advancedWeighted, weighted, count),
    average_time_to_advance: averageSeconds(milliseconds, advanced),
  };
}

const seconds = nullable(integer);
const share = nullable(number);

export const outcomeProperties: Readonly<Record<string, Schema>> = {
  count: described(integer, 'Deals that were open in the pipeline, or came to be won or lost in it.'),
  count_total_complete: described(integer, 'Those that are won or lost at the end.'),
  count_total_won: described(integer, 'Those that are won.'),
  count_win_rate: described(share, 'Won ones, of those that are won or lost; null when there are none.'),
  value_total_complete: described(integer, 'What those that are won or lost are worth in a year.'),
  value_total_won: described(integer, 'What those that are won are worth in a year.'),
  value_win_rate: described(share, 'The same as a share; null when none is won or lost.'),
  average_time_to_win: described(seconds, 'Seconds from creation until it was won, on average; null when none is.'),
  average_value_annualized_per_won_opportunity: described(integer, 'What a won one is worth in a year; 0 without any.'),
  sales_velocity: described(
    integer,
    'What is won in a day: count x average value of a won one x win rate / average days to win, which are one at least.',
  ),
};

export const stageProperties: Readonly<Record<string, Schema>> = {
  count: described(integer, 'Deals that were in it.'),
  count_conversion_rate: described(share, 'Those that came to a later stage since; null when there are none.'),
  count_lost: described(integer, 'Those that came to none, and left it to be lost.'),
  count_lost_ratio: described(share, 'The same as a share.'),
  value: described(integer, 'What they are worth in a year.'),
  value_conversion_rate: described(share, 'Of that, what came further.'),
  value_lost: described(integer, 'Of that, what was lost.'),
  value_lost_ratio: described(share, 'The same as a share.'),
  weighted_value: described(integer, 'What they are worth in a year, times their confidence.'),
  weighted_value_conversion_rate: described(share, 'Of that, what came further.'),
  average_time_to_advance: described(seconds, 'Seconds from coming to it to coming further, on average; null of none.'),
};

const status = object({
  id: described(text, '`stat_…`'),
  label: described(text, 'What it is called.'),
  type: described(oneOf(['active', 'won']), 'Whether deals are open in it, or won.'),
});

export const stageSchema = object({ status: described(status, 'The stage.'), ...stageProperties });
