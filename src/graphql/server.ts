/** The GraphQL door: one operation, one snapshot. */
import { type ExecutionArgs, type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Caller } from '../caller.ts';
import type { Database } from '../db/client.ts';
import { openContext } from './context.ts';
import { type FaultReport, maskError } from './mask-error.ts';
import { schema } from './schema.ts';

export interface GraphqlRequest extends FaultReport {
  readonly caller: Caller;
}

export type GraphqlDoor = (request: Request, context: GraphqlRequest) => Promise<Response>;

export const graphqlPath = '/graphql';

/** Values in lists and long texts belong into variables; what is left of a document that a person could mean is shorter. */
const maximumTokens = 2000;
const maximumBodyBytes = 1_000_000;

export function createGraphqlDoor(database: Database): GraphqlDoor {
  const yoga = createYoga<GraphqlRequest>({
    schema,
    graphqlEndpoint: graphqlPath,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    logging: false,
    maxRequestBodySize: maximumBodyBytes,
    plugins: [useBoundedParser(), useSnapshot(database)],
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

/** The context is opened just before execution, so that what is refused earlier takes no connection, and closed whatever happens. */
function useSnapshot(database: Database): Plugin<GraphqlRequest> {
  return {
    onExecute({ executeFn, setExecuteFn, args }) {
      const request: GraphqlRequest = args.contextValue;
      const mask = (error: unknown) => maskError(error, request);
      setExecuteFn(async (executionArgs: ExecutionArgs) => {
        try {
          const { context, close } = await openContext(database, request);
          try {
            const result = await executeFn({ ...executionArgs, contextValue: context });
            return result.errors ? { ...result, errors: result.errors.map(mask) } : result;
          } finally {
            await close();
          }
        } catch (error) {
          return { errors: [mask(error)] };
        }
      });
    },
  };
}
