/** `opportunityChanged`: what happens to the opportunities that match a filter, as it is committed. */
import type { OpportunityChange } from '../../opportunity/news.ts';
import { subscribeToOpportunities } from '../../opportunity/subscribe.ts';
import { builder } from '../builder.ts';
import { openWhere } from '../context.ts';
import { filterFromInput, OpportunityFilter } from '../filter/input.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { readOne } from '../node/node.ts';
import { whenOf } from '../zone.ts';
import { Opportunity, readOpportunities } from './opportunity.ts';
import { OpportunityValues } from './values.ts';

builder.subscriptionType({
  description:
    'What happens from now on: as Server-Sent Events, where the operation is sent with `accept: text/event-stream`, or over WebSocket (`graphql-transport-ws`). Each event is read when it is told. A stream that may have missed something ends with SERVICE_UNAVAILABLE: subscribe again, and read again.',
});

const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What has happened to an object.',
  values: {
    CREATED: { value: 'created', description: 'It is new.' },
    UPDATED: { value: 'updated', description: 'Something of it changed.' },
    DELETED: { value: 'deleted', description: 'It is gone.' },
  } as const,
});

const OpportunityEvent = builder.objectRef<OpportunityChange>('OpportunityEvent').implement({
  description: 'One change of one opportunity.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKind, description: 'What has happened.' }),
    // Not `id`: clients keep objects by it, and took the event for the opportunity.
    opportunityId: t.exposeID('id', { description: 'Whom it happened to, `oppo_…`' }),
    changedFields: t.exposeStringList('fields', {
      description:
        'What an update changed, by the names of `OpportunityInput`; custom fields as `custom.cf_…`. Empty otherwise.',
    }),
    before: t.field({
      type: OpportunityValues,
      nullable: true,
      description: 'What it was before, for a deleted one the last that is known of it; null when it has been created.',
      resolve: ({ before }) => before?.row,
    }),
    opportunity: t.field({
      type: Opportunity,
      nullable: true,
      description: 'The opportunity as it is when the event is told; null when it has been deleted.',
      resolve: ({ id }, _args, context, info) => readOne(readOpportunities, id, context, info),
    }),
  }),
});

builder.subscriptionField('opportunityChanged', (t) =>
  t.field({
    type: OpportunityEvent,
    description:
      'Every opportunity that is created, updated or deleted and matches the filter, before or after: one that no longer matches is told too. A change of another object that a filter looks at is no change of the opportunity, and not told: a lead gets another name, a status moves to another pipeline.',
    args: {
      filter: t.arg({ type: OpportunityFilter, description: 'Which opportunities; all without one.' }),
      timeZone: t.arg.string({
        description:
          'In whose days bare dates of the filter are meant: an IANA name. Without it the header `x-tz-offset`, else UTC.',
      }),
    },
    subscribe: async (_root, args, context) => {
      const filter = filterFromInput(opportunityFilter, args.filter, whenOf(args, context.caller));
      const where = await openWhere(context, 'opportunity', filter, []);
      return subscribeToOpportunities(context.database, await context.feed.opened(), where);
    },
    resolve: (change) => change,
  }),
);
