import { address, go } from '../state/address.ts';

/** Nothing was found: either nothing is there yet, or too much was asked. */
export function Empty() {
  if (address.value.query === '') {
    return (
      <div class="empty">
        <h2>No deals yet</h2>
        <p>
          Import a file with <code>npm run import</code>, or make one over the API. It will appear here.
        </p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h2>No deal matches</h2>
      <p>Remove a word or a filter from the search, or look at all deals.</p>
      <button type="button" onClick={() => go({ query: '' })}>
        Show all deals
      </button>
    </div>
  );
}
