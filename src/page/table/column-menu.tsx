import { address, go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { allColumns } from './columns.tsx';

export function ColumnMenu() {
  const chosen = address.value.columns.split(',');
  const toggle = (name: string) => {
    const names = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    if (names.length > 0) go({ columns: names.join(',') });
  };
  return (
    <details class="menu">
      <summary>Columns</summary>
      <fieldset>
        <legend class="unseen">Columns</legend>
        {allColumns(signedIn()).map(({ name, title }) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} /> {title}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
