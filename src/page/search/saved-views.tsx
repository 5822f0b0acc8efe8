/** Searches that people keep: what is picked stands in the box. Those that were saved as trees of conditions have no text to stand there. */
import { useAnswer } from '../ask/use-answer.ts';
import { SavedViewsDocument } from '../generated/documents.ts';
import { address, go } from '../state/address.ts';

export function SavedViews() {
  const { data } = useAnswer(SavedViewsDocument, {});
  const views = data?.savedViews.filter(({ query }) => query !== null) ?? [];
  const picked = views.find(({ query }) => query === address.value.query);
  if (views.length === 0) return null;
  return (
    <select
      aria-label="Saved views"
      data-set={picked !== undefined}
      value={picked?.id ?? ''}
      onChange={({ currentTarget: { value } }) => go({ query: views.find(({ id }) => id === value)?.query ?? '' })}
    >
      <option value="">Saved views</option>
      {views.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
