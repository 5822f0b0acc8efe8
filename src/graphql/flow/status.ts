/** What happened in one status of a flow: what came, what went and where to, how long it took, and what became of it. */
import { shown } from '../../opportunity/figures/measure.ts';
import { averageDays, medianDays } from '../../opportunity/flow/days.ts';
import { type Flow, type FlowStatus, stagesOf } from '../../opportunity/flow/flow.ts';
import type { Passage } from '../../opportunity/flow/passage.ts';
import type { Reached } from '../../opportunity/flow/reached.ts';
import type { FlowParts } from '../../opportunity/flow/read.ts';
import type { FlowPart } from '../../opportunity/flow/row.ts';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { nameStatus } from './named-status.ts';
import { StatusFlowTarget, shareOf, type Target } from './target.ts';

export interface FlowSource {
  readonly flow: Flow;
  /** Of what is read, the part that is asked for is there. */
  read(part: FlowPart): Promise<FlowParts>;
}

export interface StatusSource {
  readonly status: FlowStatus;
  readonly source: FlowSource;
}

const nothing: Passage = {
  ...{ opening: 0, entered: 0, created: 0, leftTo: new Map() },
  ...{ left: { count: 0, milliseconds: 0n }, standing: { count: 0, milliseconds: 0n } },
};
const nobody: Reached = { entered: 0, further: new Map(), won: 0 };

const passageOf = async ({ status, source }: StatusSource) =>
  (await source.read('passages')).passages.get(status.id) ?? nothing;
const middlesOf = async ({ status, source }: StatusSource) => (await source.read('middles')).middles.get(status.id);
const reachedOf = async ({ status, source }: StatusSource) =>
  (await source.read('reached')).reached.get(status.id) ?? nobody;
const days = (tenths: bigint | null) => (tenths === null ? null : shown({ unit: 'days' }, tenths));

/** Beside the counts, which `statuses` pays for; of what is read together each pays its share. */
const middles = weight({ statement: 10_000, looks: 1 });
const following = weight({ statement: 7_500, looks: 1 });

const rule = 'Days of 24 hours, to the millisecond; rounded once to one decimal, half away from zero.';

export const StatusFlowStatus = builder.objectRef<StatusSource>('StatusFlowStatus').implement({
  description:
    'What happened in one status. A stay in it begins when an opportunity is created in it, or comes to it by a change of status, and ends with the next change. `opening + entered - left = closing`.',
  fields: (t) => ({
    opening: t.int({
      description: 'How many stood in it at `from`: stays that began at `from` or before, and did not end by then.',
      resolve: async (source) => (await passageOf(source)).opening,
    }),
    entered: t.int({
      description:
        'How many stays began after `from` and by `to`. An opportunity that came twice counts twice; `enteredOpportunities` counts it once.',
      resolve: async (source) => (await passageOf(source)).entered,
    }),
    created: t.int({
      description: 'How many of those that entered were created in it; the others came from another status.',
      resolve: async (source) => (await passageOf(source)).created,
    }),
    left: t.int({
      description: 'How many stays ended after `from` and by `to`, whenever they began.',
      resolve: async (source) => (await passageOf(source)).left.count,
    }),
    leftTo: t.field({
      type: [StatusFlowTarget],
      description:
        'Where those that left went: each status that came next, of other pipelines too, most first. The counts add up to `left`, and `share` is the part of `left`.',
      resolve: async (source) => targetsLeft(source, await passageOf(source)),
    }),
    closing: t.int({
      description: 'How many stand in it at `to`: stays that began by `to`, and did not end by then.',
      resolve: async (source) => (await passageOf(source)).standing.count,
    }),
    averageDays: t.float({
      nullable: true,
      description: `How long the stays that ended in the span were: the sum of the times from beginning to end, divided by \`left\`. ${rule} Those that go on are left out. Null when none ended.`,
      resolve: async (source) => days(averageDays((await passageOf(source)).left)),
    }),
    medianDays: t.float({
      nullable: true,
      description: `The time in the middle of those: as many stays were shorter as were longer. Of an even number the mean of the two in the middle. ${rule} Null when none ended.`,
      extensions: middles,
      resolve: async (source) => days(medianDays((await middlesOf(source))?.left)),
    }),
    averageDaysSoFar: t.float({
      nullable: true,
      description: `How long those that stand in it at \`to\` have: the sum of the times from the beginning of the stay to \`to\`, divided by \`closing\`. ${rule} Null when none does.`,
      resolve: async (source) => days(averageDays((await passageOf(source)).standing)),
    }),
    medianDaysSoFar: t.float({
      nullable: true,
      description: `The time in the middle of those; of an even number the mean of the two in the middle. ${rule} Null when none does.`,
      extensions: middles,
      resolve: async (source) => days(medianDays((await middlesOf(source))?.standing)),
    }),
    enteredOpportunities: t.int({
      description: 'How many opportunities entered it after `from` and by `to`, each counted once.',
      extensions: following,
      resolve: async (source) => (await reachedOf(source)).entered,
    }),
    reached: t.field({
      type: [StatusFlowTarget],
      description:
        'Of `enteredOpportunities`, how many came to each later status of the pipeline after they first entered this one in the span, and by `to`: directly or by way of others. All later statuses in their order; `share` is the part of `enteredOpportunities`.',
      extensions: following,
      resolve: async (source) => targetsReached(source, await reachedOf(source)),
    }),
    won: t.int({
      description:
        'Of `enteredOpportunities`, how many were won since, by `to`: came to a status of type WON, of whatever pipeline. Also those that were lost or reopened later. For a status of type WON that is all of them.',
      extensions: following,
      resolve: async (source) => (await reachedOf(source)).won,
    }),
    wonShare: t.float({
      nullable: true,
      description:
        '`won` divided by `enteredOpportunities`. Rounded to six decimals, half away from zero. Null when none entered. Those that are still open count as not won.',
      extensions: following,
      resolve: async (source) => {
        const { won, entered } = await reachedOf(source);
        return shareOf(won, entered);
      },
    }),
  }),
});

nameStatus(StatusFlowStatus);

function targetsLeft({ source }: StatusSource, { leftTo, left }: Passage): readonly Target[] {
  const known = new Map(source.flow.statuses.map((status) => [status.id, status]));
  return [...leftTo]
    .map(([id, count]) => ({ status: known.get(id) ?? forgotten(id), count, of: left.count }))
    .sort((a, b) => b.count - a.count || placeOf(source, a) - placeOf(source, b));
}

const placeOf = ({ flow }: FlowSource, { status }: Target) => flow.statuses.indexOf(status);

/** Of which there is no trace, but in changes of status. */
const forgotten = (id: string): FlowStatus => ({
  id,
  label: '(deleted)',
  type: null,
  isFormer: true,
  pipelineId: null,
});

function targetsReached({ status, source }: StatusSource, { further, entered }: Reached): readonly Target[] {
  const stages = stagesOf(source.flow);
  return stages
    .slice(stages.indexOf(status) + 1)
    .map((later) => ({ status: later, count: further.get(later.id) ?? 0, of: entered }));
}
