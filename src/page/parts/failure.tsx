/** What stands where an answer could not be had: what was wrong, and what to do. */

import { noteChange } from '../api/changes.ts';
import type { Mistake } from '../api/mistake.ts';

export function Failure({ mistake }: { readonly mistake: Mistake }) {
  const isSearch = mistake.code === 'SEARCH_SYNTAX';
  return (
    <div class="empty" role="alert">
      <h2>{isSearch ? 'This search was not understood' : 'This could not be shown'}</h2>
      <p>{mistake.message}</p>
      {!isSearch && (
        <button type="button" onClick={() => noteChange(0)}>
          Try again
        </button>
      )}
    </div>
  );
}
