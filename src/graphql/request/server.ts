/** The GraphQL door. */
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type QuestionLimits, usualLimits } from '../../config.ts';
import { until } from '../../db/until.ts';
import { type Identify, limitKeyOf } from '../../http/caller.ts';
import { limitHeaders } from '../../http/rate-limit/headers.ts';
import type { Limiter } from '../../http/rate-limit/limiter.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { UnderWay } from '../../http/under-way.ts';
import type { Services } from '../context.ts';
import { assertTokens } from '../cost/limits.ts';
import { schema } from '../schema.ts';
import { maximumBytes, readBody } from './body.ts';
import { type GraphqlRequest, useSnapshots } from './execution.ts';
import { useIntrospection } from './introspection.ts';
import { affordable, useQuestionCost } from './question-cost.ts';
import { assertAsked, rateLimited, unauthenticated } from './refusal.ts';
import { openSpending } from './spending.ts';

/** @throws DomainError for what is refused before an operation is looked at, and for trouble with the database */
export type GraphqlDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export interface GraphqlOptions extends Services {
  readonly identify: Identify;
  readonly underWay: UnderWay;
  readonly limiter: Limiter;
  /** @default those without a setting */
  readonly limits?: QuestionLimits | undefined;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
}

export const graphqlPath = '/graphql';

export function createGraphqlDoor(options: GraphqlOptions): GraphqlDoor {
  const { identify, underWay, limiter, limits = usualLimits, introspection, ...services } = options;
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
    plugins: [
      useBoundedParser(limits),
      useIntrospection(introspection),
      useQuestionCost(schema, limits),
      useSnapshots(services),
    ],
  });
  return async (request, scope) => {
    assertAsked(request);
    const key = limitKeyOf(request);
    const refused = limiter.refused(key);
    if (refused) return rateLimited(refused);
    const database = until(services.database, scope.deadline);
    const caller = await identify(request, database);
    if (!caller) return unauthenticated(request);
    const spending = await openSpending(limiter, key);
    if (!spending.allowance.allowed) return rateLimited(spending.allowance);
    const { body, bytes } = await readBody(request);
    const { url, method, headers, signal } = request;
    const read = new yoga.fetchAPI.Request(url, { method, headers, signal, ...(body !== undefined && { body }) });
    const inTurn: GraphqlRequest['inTurn'] = (work, deadline) => underWay.inTurn(caller.apiKeyId, deadline, work);
    const answer = async () => yoga.fetch(read, { ...scope, caller, spending, database, bytes, inTurn });
    const response = await inTurn(answer, scope.deadline);
    for (const [name, value] of Object.entries(limitHeaders(spending.allowance))) response.headers.set(name, value);
    return response;
  };
}

/** Before anything is made of it: the parser recurses, and an unbounded document exhausts the stack. */
function useBoundedParser(limits: QuestionLimits): Plugin<GraphqlRequest> {
  return {
    onParse: ({ context, setParseFn }) =>
      setParseFn((source: string, options?: ParseOptions) => {
        affordable(() => assertTokens(source, limits), context);
        return parse(source, options);
      }),
  };
}
