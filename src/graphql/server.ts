/** The GraphQL door. */
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Services } from './context.ts';
import { type GraphqlRequest, useSnapshots } from './execution.ts';
import { schema } from './schema.ts';

export type GraphqlDoor = (request: Request, context: GraphqlRequest) => Promise<Response>;

export const graphqlPath = '/graphql';

/** Values in lists and long texts belong into variables; what is left of a document that a person could mean is shorter. */
const maximumTokens = 2000;
const maximumBodyBytes = 1_000_000;

export function createGraphqlDoor(services: Services): GraphqlDoor {
  const yoga = createYoga<GraphqlRequest>({
    schema,
    graphqlEndpoint: graphqlPath,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    logging: false,
    maxRequestBodySize: maximumBodyBytes,
    plugins: [useBoundedParser(), useSnapshots(services)],
  });
  return async (request, context) => yoga.fetch(request, context);
}

/** The parser recurses: an unbounded document exhausts the stack before any rule can look at it. */
function useBoundedParser(): Plugin<GraphqlRequest> {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string, options?: ParseOptions) => parse(source, { ...options, maxTokens: maximumTokens })),
  };
}
