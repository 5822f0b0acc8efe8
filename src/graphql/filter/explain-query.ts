/** `explainQuery`: what a search means, and what it would cost, before it is used. */
import { at } from '../../errors.ts';
import { countMatches } from '../../filter/count.ts';
import { sourceOf } from '../../filter/source.ts';
import type { Where } from '../../filter/where.ts';
import { type Explanation, explain } from '../../query/explain.ts';
import { builder } from '../builder.ts';
import { fieldsOfOrder, openWhere } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { zoneOf } from '../zone.ts';
import { filterJson } from './json.ts';
import { leadFilter, opportunityFilter } from './shapes.ts';

const SearchTarget = builder.enumType('SearchTarget', {
  description: 'What a search is about.',
  values: {
    OPPORTUNITIES: { value: 'opportunity', description: 'The argument `query` of `opportunities`.' },
    LEADS: { value: 'lead', description: 'The argument `query` of `leads`, and `leadQuery` of `opportunities`.' },
  } as const,
});

const FigureSource = builder.enumType('FigureSource', {
  description: 'Where counts and totals come from.',
  values: {
    SUMMARY: {
      value: 'summary',
      description: 'From sums that the database keeps: as fast with a million opportunities as with a thousand.',
    },
    ROWS: { value: 'rows', description: 'From all that matches, which takes longer the more that is.' },
  } as const,
});

type Target = 'opportunity' | 'lead';

interface ExplainedSearch extends Explanation {
  readonly target: Target;
  readonly where: Where;
}

const shapes = { opportunity: opportunityFilter, lead: leadFilter } as const;

const QueryExplanation = builder.objectRef<ExplainedSearch>('QueryExplanation').implement({
  description: 'What a search means.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'The search in canonical form: `and` written out, and no parentheses but those that are needed.',
    }),
    resolvedText: t.exposeString('resolved', {
      description:
        'A search that finds the same whoever asks, and whenever: names of fields in full, days as moments, `me` as an id. Without the order.',
    }),
    filter: t.field({
      type: 'FilterJSON',
      description: 'The search as a filter: hand it to `opportunities(filter:)` or `leads(filter:)`.',
      resolve: ({ target, where }) => filterJson(shapes[target], where.table, where.scope.tables, where.filter),
    }),
    fields: t.exposeStringList('fields', {
      description: 'The fields it compares, as `resolvedText` calls them; `words` for text without a field.',
    }),
    orderBy: t.stringList({
      description: 'What its `sort:` asks for, `-` in front of what is descending; empty without one.',
      resolve: ({ order }) => order.map(({ field, descending }) => `${descending ? '-' : ''}${field}`),
    }),
    matchCount: t.int({
      description: 'How many match now: counted when it is asked for.',
      resolve: ({ where }, _args, { session }) => countMatches(session, where),
    }),
    figuresFrom: t.field({
      type: FigureSource,
      description:
        'Where the count and the totals of what it finds come from. Groups by people, statuses, pipelines, value periods or periods of `dateWon` (months and longer, or weeks from Monday on) come from there too; by other keys always from rows.',
      resolve: ({ where }) => (sourceOf(where).isSummary ? 'summary' : 'rows'),
    }),
    warnings: t.exposeStringList('warnings', {
      description:
        'What is slow, probably not meant, or surprising: an age in a comparison, a text too short for an index.',
    }),
  }),
});

builder.queryField('explainQuery', (t) =>
  t.field({
    type: QueryExplanation,
    nullable: true,
    extensions: weight({ statement: 1500 }),
    description:
      'What a search means. A mistake in it is an error that says where, what was expected and what was meant.',
    args: {
      query: t.arg.string({ required: true, description: 'The search.' }),
      for: t.arg({ type: SearchTarget, required: true, description: 'What it is to find.' }),
      timeZone: t.arg.string({
        description: 'In whose days dates are meant: an IANA name. Without it the header `x-tz-offset`, else UTC.',
      }),
    },
    resolve: async (_root, { query, for: target, timeZone }, context) => {
      const definitions = await context.customFields();
      const caller = { ...context.caller, zone: zoneOf({ timeZone }, context.caller.zone) };
      const explanation = at('query', () => explain(query, { table: target, caller, definitions }));
      const where = await openWhere(context, target, explanation.filter, fieldsOfOrder(explanation.order));
      return { ...explanation, target, where };
    },
  }),
);
