/** An answer that stays true: asked again when something has changed, and told of what the cache learns meanwhile. */
import { type AnyVariables, stringifyVariables, type TypedDocumentNode } from '@urql/core';
import { useEffect, useState } from 'preact/hooks';
import { changes } from '../api/changes.ts';
import { type Mistake, mistakeOf } from '../api/mistake.ts';
import { gateway } from '../state/session.ts';

export interface Answer<Data> {
  /** What was answered last, also while another answer is awaited. */
  readonly data: Data | undefined;
  readonly mistake: Mistake | undefined;
  readonly isLoading: boolean;
}

const nothingYet = { data: undefined, mistake: undefined, isLoading: true };

export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Answer<Data> {
  const [answer, setAnswer] = useState<Answer<Data>>(nothingYet);
  const asked = stringifyVariables(variables ?? {});
  const { client } = gateway();
  useEffect(() => {
    setAnswer((before) => ({ ...before, isLoading: true }));
    const { unsubscribe } = client
      .query(document, variables, { requestPolicy: 'cache-and-network' })
      .subscribe(({ data, error, stale }) =>
        setAnswer((before) => {
          const mistake = error && mistakeOf(error);
          const kept = mistake?.code === 'NETWORK' ? before.data : undefined;
          return { data: mistake ? kept : data, mistake, isLoading: stale };
        }),
      );
    return unsubscribe;
  }, [client, document, asked, changes.value]);
  return answer;
}
