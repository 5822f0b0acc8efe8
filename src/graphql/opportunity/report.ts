/**
 * `opportunityReport(...)`: figures and groups without a list. Clients keep a list by its filter; a card of the same filter,
 * asked of the list without its rows, left an empty table behind in Apollo's cache.
 */
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { OpportunityAggregates } from './aggregates.ts';
import { figuresOf, type ListFigures, listArguments, openList } from './list.ts';

export const OpportunityReport = builder.objectRef<ListFigures>('OpportunityReport').implement({
  description:
    'Exact figures over all opportunities that match, for cards and charts. It has no id: what it is of is said by the arguments.',
  fields: (t) => ({
    count: t.int({
      description: 'How many opportunities match.',
      extensions: weight({ statement: 1500, looks: 1 }),
      resolve: (source) => source.count(),
    }),
    aggregates: t.field({
      type: OpportunityAggregates,
      description: 'Figures over all of them.',
      extensions: weight({ statement: 7500, looks: 1 }),
      resolve: (source) => source,
    }),
  }),
});

builder.queryField('opportunityReport', (t) =>
  t.field({
    type: OpportunityReport,
    nullable: true,
    description:
      'Figures and groups over all opportunities that match: as those of `opportunities`, without the list. The `sort:` of a search is passed over.',
    args: listArguments(t),
    resolve: async (_root, args, context, info) => {
      return figuresOf(await openList(context, args, info));
    },
  }),
);
