/** The life of one deal: the statuses it went through, and when; cut off at today. */
import type { Status } from '../../src/pipeline/statuses.ts';
import type { Instant } from '../../src/value/period.ts';
import type { DemoPipeline } from './process.ts';
import type { Random } from './random.ts';

export interface Step {
  readonly status: Status;
  readonly at: Instant;
}

/** Deals that nobody has closed for so many days are given up. */
const patience = 320;

/** `created` is so many days ago. The first step is the creation itself. */
export function lifeOf(random: Random, pipeline: DemoPipeline, created: number): readonly Step[] {
  const drawn = random.weighted(pipeline.habits.outcomes);
  const isGivenUp = drawn === 'open' && created > patience;
  const outcome = isGivenUp ? 'lost' : drawn;
  const stages = outcome === 'won' ? pipeline.active.length : random.between(1, pipeline.active.length);
  const statuses = [
    ...pipeline.active.slice(0, stages),
    ...(outcome === 'open' ? [] : outcome === 'won' ? [pipeline.won] : [pipeline.lost]),
  ];
  const length = isGivenUp ? random.between(200, patience) : random.between(...pipeline.habits.cycle);
  const days = statuses.map((_, i) => created - Math.round((length * i) / Math.max(1, statuses.length - 1)));
  const steps = statuses.map((status, i) => ({ status, at: random.daysAgo(days[i] ?? 0), daysAgo: days[i] ?? 0 }));
  // Two steps may fall on one working day, and a day has its own order.
  const inOrder = steps
    .filter(({ daysAgo }) => daysAgo > 0)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return inOrder.map((at, i) => ({ status: statuses[i] ?? pipeline.lost, at }));
}
