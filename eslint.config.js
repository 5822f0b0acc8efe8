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
      // Without `relay-arguments`, which can except no field: `OpportunityGroup.opportunities` shows the first of a group, and goes
      // on as a list of its own, by `drillDown`. test/graphql/schema.test.ts holds it for all others.
    },
  },
];
