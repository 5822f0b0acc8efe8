/** What can be done with what is shown: choose columns, change many, take it along as a file. */
import { useState } from 'preact/hooks';
import { showCount } from '../format/numbers.ts';
import { mayChange } from '../state/session.ts';
import { BulkChange } from './bulk-change.tsx';
import { ColumnMenu } from './column-menu.tsx';
import type { Column } from './columns.tsx';
import { download } from './download.ts';

interface Props {
  readonly columns: readonly Column[];
  readonly selected: ReadonlySet<string>;
  /** Nothing is selected any more. */
  onDone(): void;
}

export function Toolbar({ columns, selected, onDone }: Props) {
  const [isChanging, setChanging] = useState(false);
  const what = selected.size > 0 ? `${showCount(selected.size)} selected` : 'all that match';
  return (
    <div class="toolbar">
      <ColumnMenu />
      <button type="button" onClick={() => void download(columns)}>
        Export
      </button>
      {mayChange() && (
        <button type="button" onClick={() => setChanging(true)}>
          Change {what}…
        </button>
      )}
      {selected.size > 0 && (
        <button type="button" class="plain" onClick={onDone}>
          Clear selection
        </button>
      )}
      {isChanging && (
        <BulkChange
          selected={selected}
          onClose={() => {
            setChanging(false);
            onDone();
          }}
        />
      )}
    </div>
  );
}
