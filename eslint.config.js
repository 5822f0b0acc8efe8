// Lints schema.graphql alone, by what Relay asks of a schema; Biome has the rest.
import graphql from '@graphql-eslint/eslint-plugin';

export default [
  {
    files: ['schema.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: './schema.graphql' } } },
    plugins: { graphql },
    rules: {
      'graphql/relay-connection-types': 'error',
      'graphql/relay-page-info': 'error',
      'graphql/relay-edge-types': [
        'error',
        {
          // Short lists have no pages: the statuses of a pipeline, the e-mail addresses of a contact. `nodes` are beside `edges`.
          listTypeCanWrapOnlyEdgeType: false,
          // Groups have no id: they are computed, and are what their keys are.
          shouldImplementNode: false,
          withEdgeSuffix: true,
        },
      ],
      // Without `relay-arguments`, which can except no field, and there are four. `OpportunityGroup.opportunities` shows the first of
      // a group, and goes on as a list of its own, by `drillDown`. The others go one way, for nobody reads them from their end:
      // `Opportunity.history` from now back to the beginning, `MovementStep.opportunities` and `Query.movedOpportunities` from what
      // changed most. test/graphql/schema.test.ts names these four, and holds the rule for all others.
    },
  },
];
