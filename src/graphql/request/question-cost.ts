/** What a question costs: refused if it is too much, taken from what its caller may use, and told to who wants to know. */
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import type { QuestionLimits } from '../../config.ts';
import { statusOf } from '../../errors.ts';
import type { Allowance } from '../../http/rate-limit/bucket.ts';
import { limitHeaders } from '../../http/rate-limit/headers.ts';
import type { FaultReport } from '../../http/scope.ts';
import { assertAffordable } from '../cost/limits.ts';
import type { Measure } from '../cost/measure.ts';
import type { GraphqlRequest } from './execution.ts';
import { maskError } from './mask-error.ts';
import { tooMuch } from './refusal.ts';
import { admission } from './spending.ts';

/** Any value but `0` asks for it. */
export const costHeader = 'x-graphql-cost';

export function useQuestionCost(schema: GraphQLSchema, limits: QuestionLimits): Plugin<GraphqlRequest> {
  const costs = new WeakMap<object, Measure>();
  const spend = async (
    args: { readonly contextValue: GraphqlRequest },
    refuse: (result: { errors: readonly GraphQLError[] }) => void,
  ) => {
    const request = args.contextValue;
    const { cost = admission } = costs.get(request.spending) ?? {};
    // No more than there ever is, of which one has been taken.
    const most = Math.min(cost, request.spending.allowance.limit);
    const allowance = await request.spending.take(Math.max(0, most - admission));
    if (!allowance.allowed) refuse({ errors: [usedUp(allowance, cost)] });
  };
  return {
    onParse: ({ context }) => {
      const { params, ...request }: GraphqlRequest & YogaInitialContext = context;
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const measured = affordable(() => assertAffordable(schema, result, params, limits), request);
        if (measured) costs.set(request.spending, measured);
      };
    },
    async onExecute({ args, setResultAndStopExecution }) {
      await spend(args, setResultAndStopExecution);
      const request: GraphqlRequest & YogaInitialContext = args.contextValue;
      const measured = costs.get(request.spending);
      if (!measured || !isAsked(request.request)) return undefined;
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!isAsyncIterable(result)) setResult({ ...result, extensions: { cost: told(measured, limits) } });
        },
      };
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => spend(args, setResultAndStopExecution),
  };
}

const isAsked = ({ headers }: Request) => !['0', null].includes(headers.get(costHeader));

function told({ cost, depth, aliases, rootFields, most }: Measure, limits: QuestionLimits) {
  return { cost, limit: limits.cost, depth, aliases, rootFields, most };
}

/** As errors of parsing are: 200 for those who want the older `application/json`, as GraphQL over HTTP has it. */
export function affordable<T>(check: () => T, request: FaultReport): T {
  try {
    return check();
  } catch (error) {
    const { message, extensions } = maskError(error, request);
    throw new GraphQLError(message, { extensions: { ...extensions, http: { spec: true, status: 400 } } });
  }
}

function usedUp(allowance: Allowance, cost: number): GraphQLError {
  const code = 'RATE_LIMITED';
  const http = { status: statusOf[code], headers: limitHeaders(allowance) };
  return new GraphQLError(tooMuch(allowance), {
    extensions: { code, cost, retryAfter: Math.ceil(allowance.reset), http },
  });
}
