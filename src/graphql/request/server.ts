/** The GraphQL door. */
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Identify } from '../../http/caller.ts';
import type { Services } from '../context.ts';
import { schema } from '../schema.ts';
import { type GraphqlRequest, useSnapshots } from './execution.ts';
import type { FaultReport } from './mask-error.ts';
import { assertAsked, unauthenticated } from './refusal.ts';

/** @throws DomainError for what is refused before an operation is looked at, and for trouble with the database */
export type GraphqlDoor = (request: Request, fault: FaultReport) => Promise<Response>;

export interface GraphqlOptions extends Services {
  readonly identify: Identify;
}

export const graphqlPath = '/graphql';

/** Values in lists and long texts belong into variables; what is left of a document that a person could mean is shorter. */
const maximumTokens = 2000;
const maximumBodyBytes = 1_000_000;

export function createGraphqlDoor({ identify, ...services }: GraphqlOptions): GraphqlDoor {
  const yoga = createYoga<GraphqlRequest>({
    schema,
    graphqlEndpoint: graphqlPath,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    // Of both doors, and without credentials: see http/cors.ts. Yoga's default lets every page in.
    cors: false,
    logging: false,
    maxRequestBodySize: maximumBodyBytes,
    plugins: [useBoundedParser(), useSnapshots(services)],
  });
  return async (request, fault) => {
    assertAsked(request);
    const caller = await identify(request);
    return caller ? yoga.fetch(request, { caller, ...fault }) : unauthenticated(request);
  };
}

/** The parser recurses: an unbounded document exhausts the stack before any rule can look at it. */
function useBoundedParser(): Plugin<GraphqlRequest> {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string, options?: ParseOptions) => parse(source, { ...options, maxTokens: maximumTokens })),
  };
}
