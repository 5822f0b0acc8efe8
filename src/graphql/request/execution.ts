/** How operations are executed: each answer is read at one moment, in a snapshot that is opened just before and closed whatever happens. */
import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { Database } from '../../db/client.ts';
import type { Deadline } from '../../db/deadline.ts';
import type { KeyHolder } from '../../http/caller.ts';
import type { FaultReport } from '../../http/scope.ts';
import { readTroubles } from '../../organization/authenticate.ts';
import { type Context, openContext, type Services } from '../context.ts';
import { assertSize } from './body.ts';
import { maskError } from './mask-error.ts';
import type { Spending } from './spending.ts';
import { subscribe } from './subscription.ts';

export interface GraphqlRequest extends FaultReport {
  readonly caller: KeyHolder;
  readonly spending: Spending;
  /** Until the deadline of the request; what comes after its answer, as events do, is not asked of it. */
  readonly database: Database;
  /** How large what was sent is. */
  readonly bytes: number;
  inTurn<T>(work: () => Promise<T>, deadline?: Deadline): Promise<T>;
}

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

export function useSnapshots(services: Services): Plugin<GraphqlRequest> {
  return {
    onExecute({ executeFn, setExecuteFn, args }) {
      const request: GraphqlRequest = args.contextValue;
      setExecuteFn((asked: ExecutionArgs) => answer(services, request, asked, executeFn));
    },
    onSubscribe({ setSubscribeFn, args }) {
      const request: GraphqlRequest & YogaInitialContext = args.contextValue;
      setSubscribeFn((asked: ExecutionArgs) =>
        subscribe(asked, {
          signal: request.request.signal,
          watch: (end) => services.keyWatch.watch(request.caller.apiKeyId, end),
          mask: (error) => maskError(error, request),
          inContext: async (work) => {
            assertSize(request.bytes, asked);
            return inContext(services, request, work);
          },
          answer: (event) => answerEvent(services, request, { ...asked, rootValue: event }),
        }),
      );
    },
  };
}

async function answer(
  services: Services,
  request: GraphqlRequest,
  args: ExecutionArgs,
  executeFn: Execute,
): Promise<ExecutionResult> {
  try {
    assertSize(request.bytes, args);
    return await inContext({ ...services, database: request.database }, request, async (context) =>
      masked(await executeFn({ ...args, contextValue: context }), request),
    );
  } catch (error) {
    return { errors: [maskError(error, request)] };
  }
}

/** A stream outlives the request that was let in. @throws UNAUTHENTICATED, FORBIDDEN, SERVICE_UNAVAILABLE: then there is no answer to this event, nor to those after it */
async function answerEvent(services: Services, request: GraphqlRequest, args: ExecutionArgs): Promise<ExecutionResult> {
  const answerIn = async (context: Context) => {
    const { apiKeyId } = request.caller;
    const trouble = (await readTroubles(context.session, [apiKeyId], services.clock())).get(apiKeyId);
    if (trouble) throw trouble;
    return masked(await execute({ ...args, contextValue: context }), request);
  };
  return request.inTurn(() => inContext(services, request, answerIn));
}

function masked(result: ExecutionResult, request: GraphqlRequest): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map((error) => maskError(error, request)) } : result;
}

async function inContext<Result>(
  services: Services,
  request: GraphqlRequest,
  work: (context: Context) => Promise<Result>,
): Promise<Result> {
  const { context, close } = openContext(services, request);
  try {
    return await work(context);
  } finally {
    close();
  }
}
