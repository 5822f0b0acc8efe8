/** Questions in the words of each side. */
import type { HttpRequest, Question } from './work.ts';

/** For the gateway and PostGraphile, who both answer `{ data }`. */
export function graphql<Data>(
  query: string,
  facts: (data: Data) => unknown,
  variables: (n: number) => Readonly<Record<string, unknown>> = () => ({}),
): Question {
  return {
    request: (n) => ({ method: 'POST', path: '/graphql', body: JSON.stringify({ query, variables: variables(n) }) }),
    facts: (answer) => facts((answer as { readonly data: Data }).data),
  };
}

export interface Statement {
  /** It is prepared under this name. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** SQL, which the floor passes on; the rows of each statement come back. */
export function sql<Rows extends readonly (readonly unknown[])[]>(
  statements: (n: number) => readonly Statement[],
  facts: (...rows: Rows) => unknown,
): Question {
  return {
    request: (n) => ({ method: 'POST', path: '/', body: JSON.stringify(statements(n)) }),
    facts: (answer) => facts(...(answer as { readonly data: Rows }).data),
  };
}

export function rest<Answer>(request: (n: number) => HttpRequest, facts: (answer: Answer) => unknown): Question {
  return { request, facts: (answer) => facts(answer as Answer) };
}
