/** `pipelineChanged`: a report that is sent again when it says something else. */
import { type again, askAgain } from '../../live/again.ts';
import { invalid } from '../../value/input.ts';
import { builder } from '../builder.ts';
import { figuresOf, listArguments, openList } from './list.ts';
import { OpportunityReport } from './report.ts';

/** In seconds. */
const longest = 3600;

builder.subscriptionField('pipelineChanged', (t) =>
  t.field({
    type: OpportunityReport,
    description:
      'Figures and groups over all opportunities that match, as `opportunityReport` gives them: at once, and again when they are others. They are asked again when an opportunity of the organization has changed, and each time costs what the question costs; what changes by itself, as a lead’s name or what «today» means, is told with the next change of an opportunity.',
    args: {
      ...listArguments(t),
      every: t.arg.int({
        required: true,
        defaultValue: 1,
        description: `The shortest time between two answers, in seconds, 1 to ${longest}.`,
      }),
    },
    subscribe: async (_root, { every, ...args }, context, info) => {
      if (every < 1 || every > longest) {
        throw invalid('every', `every must be between 1 and ${longest} seconds, not ${every}.`);
      }
      // What is wrong with the question is told before there is a stream.
      await openList(context, args, info);
      return askAgain(await context.feed.opened(), context.caller.organizationId, every * 1000);
    },
    resolve: async (_event: typeof again, args, context, info) => figuresOf(await openList(context, args, info)),
  }),
);
