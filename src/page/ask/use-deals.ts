/** The deals of a question: those near to what is looked at, however far it was scrolled. */
import { stringifyVariables } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { changes } from '../api/changes.ts';
import { type Mistake, mistakeOf } from '../api/mistake.ts';
import { type Held, openPages, type Page, type Pages } from '../api/pages.ts';
import { DealsDocument, type DealsQuery, type DealsQueryVariables } from '../generated/documents.ts';
import { gateway } from '../state/session.ts';

export type Deal = NonNullable<DealsQuery['opportunities']>['nodes'][number];

export interface Deals extends Held<Deal> {
  readonly isLoading: boolean;
  readonly mistake: Mistake | undefined;
  /** Rows that are looked at, by their places. */
  look(from: number, to: number): void;
}

type Question = Omit<DealsQueryVariables, 'after'>;

const none: Omit<Deals, 'look'> = {
  ...{ before: 0, behind: 0, rows: [], hasMore: false },
  ...{ isLoading: true, mistake: undefined },
};

export function useDeals(question: Question): Deals {
  const { client } = gateway();
  const [shown, show] = useState(none);
  const pages = useRef<Pages<Deal>>(null);
  const asked = stringifyVariables(question);

  useEffect(() => {
    show(none);
    const ask = (after: string | null, told: (page: Page<Deal>) => void) => {
      const { unsubscribe } = client
        .query(DealsDocument, { ...question, after }, { requestPolicy: 'cache-and-network' })
        .subscribe(({ data, error }) => {
          const list = data?.opportunities;
          if (error || !list)
            return show((before) => ({ ...before, isLoading: false, mistake: error && mistakeOf(error) }));
          told({ rows: list.nodes, end: list.pageInfo.endCursor, hasNext: list.pageInfo.hasNextPage });
        });
      return unsubscribe;
    };
    const opened = openPages(ask, (told) => show({ ...told.held(), isLoading: false, mistake: undefined }));
    pages.current = opened;
    return () => opened.close();
  }, [client, asked]);

  // What is held is asked again, and goes on being shown meanwhile.
  const seen = useRef(changes.value);
  useEffect(() => {
    if (seen.current !== changes.value) pages.current?.askAgain();
    seen.current = changes.value;
  }, [changes.value]);

  const look = useCallback((from: number, to: number) => pages.current?.look(from, to), []);
  return { ...shown, look };
}
