/** A status that opportunities came to from another one, and how many of them. */
import { shown } from '../../opportunity/figures/measure.ts';
import type { FlowStatus } from '../../opportunity/flow/flow.ts';
import { roundedQuotient } from '../../value/money.ts';
import { builder } from '../builder.ts';
import { nameStatus } from './named-status.ts';

export interface Target {
  readonly status: FlowStatus;
  readonly count: number;
  /** Of how many. */
  readonly of: number;
}

export const shareOf = (count: number, of: number): number | null =>
  of === 0 ? null : shown({ unit: 'rate' }, roundedQuotient(BigInt(count) * 1_000_000n, BigInt(of)));

export const StatusFlowTarget = builder.objectRef<Target>('StatusFlowTarget').implement({
  description: 'A status that opportunities came to.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many.' }),
    share: t.float({
      nullable: true,
      description:
        '`count` divided by how many there were in all: 0.25 for one of four. Rounded to six decimals, half away from zero. Null when those are none.',
      resolve: ({ count, of }) => shareOf(count, of),
    }),
  }),
});

nameStatus(StatusFlowTarget);
