/** A click sorts by a column; with Shift, besides those that are there. It writes `sort:` into the search. */
import { sortedBy, sortOf } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { mayChange } from '../state/session.ts';
import type { Column } from './columns.tsx';

export function Heading({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {mayChange() && (
          <th class="check">
            <span class="unseen">Selected</span>
          </th>
        )}
        {columns.map((column) => (
          <Cell key={column.name} {...column} />
        ))}
      </tr>
    </thead>
  );
}

function Cell({ title, sort, isNumber }: Column) {
  const keys = sortOf(address.value.query);
  const at = keys.findIndex((key) => key === sort || key === `-${sort}`);
  const direction = at < 0 ? 'none' : keys[at]?.startsWith('-') ? 'descending' : 'ascending';
  if (!sort) return <th class={isNumber ? 'number' : ''}>{title}</th>;
  const sign = { none: '', ascending: '↑', descending: '↓' }[direction];
  return (
    <th class={isNumber ? 'number' : ''} aria-sort={direction}>
      <button
        type="button"
        class="plain"
        title="Sort; with Shift, besides the other keys"
        onClick={({ shiftKey }) => go({ query: sortedBy(address.value.query, sort, shiftKey) })}
      >
        {title}{' '}
        <span aria-hidden="true">
          {sign}
          {at >= 0 && keys.length > 1 && <small>{at + 1}</small>}
        </span>
      </button>
    </th>
  );
}
