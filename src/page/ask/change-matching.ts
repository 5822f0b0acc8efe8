/** The same change for all that a search finds. What it finds is asked first, so that somebody can see how many there are. */
import { noteChange } from '../api/changes.ts';
import { mistakeOf } from '../api/mistake.ts';
import {
  ChangeMatchingDocument,
  FilterOfDocument,
  type OpportunityFilter,
  type OpportunityInput,
} from '../generated/documents.ts';
import { gateway, timeZone } from '../state/session.ts';

export interface Matching {
  readonly count: number;
  /** Undefined for all that there are. */
  readonly filter: OpportunityFilter | undefined;
}

export async function matching(query: string, selected: ReadonlySet<string>): Promise<Matching | undefined> {
  if (selected.size > 0) return { count: selected.size, filter: { id: { in: [...selected] } } };
  const { data } = await gateway().client.query(
    FilterOfDocument,
    { query, timeZone },
    { requestPolicy: 'network-only' },
  );
  const found = data?.explainQuery;
  if (!found) return undefined;
  const asksNothing = Object.keys(found.filter).length === 0;
  return { count: found.matchCount, filter: asksNothing ? undefined : found.filter };
}

/** More than were counted are not changed: then something was added, and one should look again. @returns what was wrong, in words */
export async function changeMatching({ count, filter }: Matching, change: OpportunityInput) {
  const variables = { filter: filter ?? null, all: filter === undefined, change, limit: count, timeZone };
  const { data, error } = await gateway().client.mutation(ChangeMatchingDocument, variables);
  noteChange(0);
  if (error) return mistakeOf(error).message;
  return data?.updateMatchingOpportunities ?? 'Nothing was changed.';
}
