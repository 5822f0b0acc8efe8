/** What went wrong, in words for whoever looks at the page. */
import type { CombinedError } from '@urql/core';

export interface Mistake {
  readonly code: string;
  readonly message: string;
  /** In a search that was not understood: where, from 0, and what stood there. */
  readonly position?: number;
  readonly found?: string;
  readonly suggestion?: string;
}

const words: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'This key opens nothing: it is unknown, revoked or expired. Sign in with another one.',
  FORBIDDEN: 'Your key may read, but not change this. Ask an admin for a key of another role.',
  RATE_LIMITED: 'Too many requests in a short time. Wait a few seconds and try again.',
  OVERLOADED: 'The gateway has too much to do at the moment. Try again in a few seconds.',
  TIMEOUT: 'This took too long and was stopped. Narrow the search: a shorter time, or fewer deals.',
};

export function mistakeOf(error: CombinedError): Mistake {
  const [first] = error.graphQLErrors;
  if (!first) {
    const message = 'The gateway cannot be reached. Nothing was changed; try again when the connection is back.';
    return { code: 'NETWORK', message };
  }
  const { code = 'UNKNOWN', position, found, suggestion } = first.extensions as Partial<Mistake>;
  return {
    ...{ code, message: words[code] ?? first.message },
    ...(position !== undefined && { position }),
    ...(found !== undefined && { found }),
    ...(suggestion !== undefined && { suggestion }),
  };
}
