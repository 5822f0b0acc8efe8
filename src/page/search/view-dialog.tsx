/** A view is saved, renamed, shared or deleted. What it finds is the search that stands in the box. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { onceKey } from '../api/once-key.ts';
import { changeView, deleteView, saveView } from '../ask/change-views.ts';
import type { ViewFragment } from '../generated/documents.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { address } from '../state/address.ts';
import { say } from '../state/toast.ts';

interface Props {
  /** Undefined for a new one. */
  readonly view: ViewFragment | undefined;
  onClose(): void;
}

export function ViewDialog({ view, onClose }: Props) {
  const [name, setName] = useState(view?.name ?? '');
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const [toDelete, setDelete] = useState(false);
  const [key] = useState(onceKey);
  const submit = async () => {
    const wrong = await (view && toDelete
      ? deleteView(view.id)
      : view
        ? changeView(view.id, { name: name.trim(), isShared })
        : saveView({ name: name.trim(), isShared, query: address.value.query }, key));
    if (wrong === undefined) say(toDelete ? `“${name}” was deleted.` : `“${name.trim()}” is saved.`);
    return wrong;
  };
  return (
    <FormDialog
      {...{ submit, onClose }}
      id="view-title"
      title={view ? 'Edit saved view' : 'Save this search'}
      action={toDelete ? 'Delete view' : 'Save'}
    >
      <p class="quiet">
        <code>{address.value.query}</code>
      </p>
      <label>
        Name
        <input
          type="text"
          required
          maxLength={255}
          disabled={toDelete}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <Check isOn={isShared} onChange={setShared}>
        Shared with everyone in the organization
      </Check>
      {view && (
        <Check isOn={toDelete} onChange={setDelete}>
          Delete this view{view.isShared && ', for everyone'}
        </Check>
      )}
    </FormDialog>
  );
}

interface CheckProps {
  readonly isOn: boolean;
  readonly children: ComponentChildren;
  onChange(isOn: boolean): void;
}

const Check = ({ isOn, children, onChange }: CheckProps) => (
  <label class="check-line">
    <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />{' '}
    {children}
  </label>
);
