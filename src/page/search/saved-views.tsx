/** Searches that people keep: what is picked stands in the box. */
import { useState } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { SavedViewsDocument, type ViewFragment } from '../generated/documents.ts';
import { address, go } from '../state/address.ts';
import { mayChange, signedIn } from '../state/session.ts';
import { ViewDialog } from './view-dialog.tsx';

export function SavedViews() {
  const { data } = useAnswer(SavedViewsDocument, {});
  const [edited, edit] = useState<ViewFragment | 'new'>();
  const { query } = address.value;
  const views = data?.savedViews ?? [];
  const picked = views.find((view) => view.query === query);
  return (
    <>
      {views.length > 0 && <Picker views={views} picked={picked} />}
      {mayChange() && !picked && query !== '' && (
        <button type="button" class="chip" onClick={() => edit('new')}>
          Save this search…
        </button>
      )}
      {picked && mayEdit(picked) && (
        <button type="button" class="chip" onClick={() => edit(picked)}>
          Edit view…
        </button>
      )}
      {edited && <ViewDialog view={edited === 'new' ? undefined : edited} onClose={() => edit(undefined)} />}
    </>
  );
}

interface PickerProps {
  readonly views: readonly ViewFragment[];
  readonly picked: ViewFragment | undefined;
}

/** What was saved as a tree of conditions, over REST, has no text that could stand in the box: it is named, and not opened. */
const Picker = ({ views, picked }: PickerProps) => (
  <select
    aria-label="Saved views"
    data-set={picked !== undefined}
    value={picked?.id ?? ''}
    onChange={({ currentTarget: { value } }) => go({ query: views.find(({ id }) => id === value)?.query ?? '' })}
  >
    <option value="">Saved views</option>
    {views.map(({ id, name, query, isShared, owner }) => (
      <option key={id} value={id} disabled={query === null}>
        {name}
        {isShared && owner.id !== signedIn().viewer.id && ` (${owner.fullName})`}
        {query === null && ' (made over REST, opens there only)'}
      </option>
    ))}
  </select>
);

const mayEdit = ({ owner, isShared }: ViewFragment) => {
  const { viewer } = signedIn();
  return mayChange() && (owner.id === viewer.id || (isShared && viewer.role === 'ADMIN'));
};
