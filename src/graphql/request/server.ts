/** The GraphQL door. */
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { until } from '../../db/until.ts';
import type { Identify } from '../../http/caller.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { UnderWay } from '../../http/under-way.ts';
import type { Services } from '../context.ts';
import { schema } from '../schema.ts';
import { maximumBytes, readBody } from './body.ts';
import { type GraphqlRequest, useSnapshots } from './execution.ts';
import { useIntrospection } from './introspection.ts';
import { assertAsked, unauthenticated } from './refusal.ts';

/** @throws DomainError for what is refused before an operation is looked at, and for trouble with the database */
export type GraphqlDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export interface GraphqlOptions extends Services {
  readonly identify: Identify;
  readonly underWay: UnderWay;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
}

export const graphqlPath = '/graphql';

/** Values in lists and long texts belong into variables; what is left of a document that a person could mean is shorter. */
const maximumTokens = 2000;

export function createGraphqlDoor({ identify, underWay, introspection, ...services }: GraphqlOptions): GraphqlDoor {
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
    maxRequestBodySize: maximumBytes.change,
    plugins: [useBoundedParser(), useIntrospection(introspection), useSnapshots(services)],
  });
  return async (request, scope) => {
    assertAsked(request);
    const database = until(services.database, scope.deadline);
    const caller = await identify(request, database);
    if (!caller) return unauthenticated(request);
    const { body, bytes } = await readBody(request);
    const { url, method, headers, signal } = request;
    const read = new yoga.fetchAPI.Request(url, { method, headers, signal, ...(body !== undefined && { body }) });
    const inTurn: GraphqlRequest['inTurn'] = (work, deadline) => underWay.inTurn(caller.apiKeyId, deadline, work);
    const answer = async () => yoga.fetch(read, { ...scope, caller, database, bytes, inTurn });
    return inTurn(answer, scope.deadline);
  };
}

/** The parser recurses: an unbounded document exhausts the stack before any rule can look at it. */
function useBoundedParser(): Plugin<GraphqlRequest> {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string, options?: ParseOptions) => parse(source, { ...options, maxTokens: maximumTokens })),
  };
}
