/** What a question costs: refused if it is too much, taken from what its caller may use, and told to who wants to know. */
import { type ExecutionArgs, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import type { QuestionLimits } from '../../config.ts';
import { assertAffordable } from '../cost/limits.ts';
import type { Measure } from '../cost/measure.ts';
import type { GraphqlRequest } from './execution.ts';
import { refusing } from './mask-error.ts';
import { usedUp } from './refusal.ts';
import { admission } from './spending.ts';

/** Any value but `0` asks for it. */
export const costHeader = 'x-graphql-cost';

export function useQuestionCost(schema: GraphQLSchema, limits: QuestionLimits): Plugin<GraphqlRequest> {
  const costs = new WeakMap<object, Measure>();
  const spend = async (
    args: ExecutionArgs & { readonly contextValue: GraphqlRequest },
    refuse: (result: { errors: readonly GraphQLError[] }) => void,
  ) => {
    const request = args.contextValue;
    const { cost = admission } = costs.get(request.spending) ?? {};
    request.tell({ operation: nameOf(args), cost });
    // No more than there ever is, of which one has been taken.
    const most = Math.min(cost, request.spending.allowance.limit);
    request.spending.cost = most;
    const allowance = await request.spending.take(Math.max(0, most - admission));
    if (!allowance.allowed) refuse({ errors: [usedUp(allowance, cost)] });
  };
  return {
    onParse: ({ context }) => {
      const { params, ...request }: GraphqlRequest & YogaInitialContext = context;
      return ({ result }) => {
        if (result === null || result instanceof Error) return;
        const measured = refusing(() => assertAffordable(schema, result, params, limits), request);
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

/** `query Board`; who asks names it. */
function nameOf({ document, operationName }: ExecutionArgs): string {
  const { operation = 'query', name } = getOperationAST(document, operationName) ?? {};
  return name ? `${operation} ${name.value.slice(0, 100)}` : operation;
}

const isAsked = ({ headers }: Request) => !['0', null].includes(headers.get(costHeader));

function told({ cost, depth, aliases, rootFields, most }: Measure, limits: QuestionLimits) {
  return { cost, limit: limits.cost, depth, aliases, rootFields, most };
}
