/** How operations are executed: each answer is read at one moment, in a snapshot that is opened just before and closed whatever happens. */
import { type ExecutionArgs, type ExecutionResult, execute, getOperationAST } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { Database } from '../../db/client.ts';
import type { Deadline } from '../../db/deadline.ts';
import { isTrouble } from '../../db/replica/replicas.ts';
import type { KeyHolder } from '../../http/caller.ts';
import type { FaultReport, RequestScope } from '../../http/scope.ts';
import { again } from '../../live/again.ts';
import { inTurns } from '../../next-turn.ts';
import { readTroubles } from '../../organization/authenticate.ts';
import { type Context, openContext, type Services } from '../context.ts';
import { rootField } from '../cost/measure.ts';
import { assertSize } from './body.ts';
import { maskError } from './mask-error.ts';
import { assertTakesEvents, usedUp } from './refusal.ts';
import type { Spending } from './spending.ts';
import { subscribe } from './subscription.ts';

export interface GraphqlRequest extends FaultReport {
  readonly caller: KeyHolder;
  readonly spending: Spending;
  readonly tell: RequestScope['tell'];
  /** Until the deadline of the request; what comes after its answer, as events do, is not asked of it. */
  readonly database: Database;
  /** How large what was sent is. */
  readonly bytes: number;
  inTurn<T>(work: () => Promise<T>, deadline?: Deadline): Promise<T>;
  /** Counts a stream of the caller until what it returns is called. @throws OVERLOADED */
  holdStream(): () => void;
}

export function useSnapshots(services: Services): Plugin<GraphqlRequest> {
  return {
    onExecute({ setExecuteFn, args }) {
      const request: GraphqlRequest = args.contextValue;
      setExecuteFn((asked: ExecutionArgs) => answer(services, request, asked));
    },
    onSubscribe({ setSubscribeFn, args }) {
      const request: GraphqlRequest & YogaInitialContext = args.contextValue;
      let answered = 0;
      setSubscribeFn((asked: ExecutionArgs) =>
        subscribe(asked, {
          signal: request.request.signal,
          hold: request.holdStream,
          watch: (end) => services.keyWatch.watch(request.caller.apiKeyId, end),
          mask: (error) => maskError(error, request),
          inContext: async (work) => {
            assertSize(request.bytes, asked);
            assertTakesEvents(request.request);
            return inContext(services, request, work);
          },
          answer: async (event) => {
            await payForEvent(request.spending, event === again ? answered++ : undefined);
            return answerEvent(services, request, { ...asked, rootValue: event });
          },
        }),
      );
    },
  };
}

/** By graphql-js itself: Yoga's executor gives fields in the order in which they were done, and not as they were asked for. */
async function answer(services: Services, request: GraphqlRequest, args: ExecutionArgs): Promise<ExecutionResult> {
  try {
    assertSize(request.bytes, args);
    const ask = (database: Database) =>
      inContext({ ...services, database }, request, async (context) => execute({ ...args, contextValue: context }));
    const { original } = request.database;
    const result = await ask(request.database);
    // A copy that broke while it was read: the original can tell the whole of one moment.
    const isLost = original && isQuery(args) && result.errors?.some(({ originalError }) => isTrouble(originalError));
    return masked(isLost ? await ask(original) : result, request);
  } catch (error) {
    return { errors: [maskError(error, request)] };
  }
}

const isQuery = ({ document, operationName }: ExecutionArgs) =>
  getOperationAST(document, operationName)?.operation === 'query';

/**
 * A question that is answered again costs what it cost, its first answer having been paid when the stream was opened; of what
 * happened, only what is selected of it, so that a deep selection is not read for nothing with each event.
 * @param answered how often the question was answered @throws RATE_LIMITED: then the stream ends, and may be opened again later
 */
async function payForEvent({ take, cost }: Spending, answered?: number): Promise<void> {
  const points = answered === undefined ? cost - rootField.subscription : answered === 0 ? 0 : cost;
  if (points <= 0) return;
  const allowance = await take(points);
  if (!allowance.allowed) throw usedUp(allowance, points);
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

/** Each of thousands of objects may have an error of its own. */
async function masked(result: ExecutionResult, request: GraphqlRequest): Promise<ExecutionResult> {
  if (!result.errors) return result;
  return { ...result, errors: await inTurns(result.errors, (error) => maskError(error, request), errorsAtOnce) };
}

const errorsAtOnce = 200;

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
