/** The usual filters, for those who do not type: each writes its term into the search. */
import { statusTypeNames } from '../format/words.ts';
import { address, go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { SavedViews } from './saved-views.tsx';
import { quoted, setTerm, termOf } from './terms.ts';

interface Choice {
  readonly label: string;
  readonly value: string;
}

interface FilterProps {
  readonly field: string;
  readonly title: string;
  readonly choices: readonly Choice[];
}

const times: readonly Choice[] = [
  'this month',
  'next month',
  'last month',
  'this quarter',
  'last quarter',
  'this year',
  'last year',
].map((time) => ({ label: time[0]?.toUpperCase() + time.slice(1), value: quoted(time) }));
const types: readonly Choice[] = Object.entries(statusTypeNames).map(([type, label]) => ({
  label,
  value: type.toLowerCase(),
}));

export function Filters() {
  const { users } = signedIn();
  const people = users
    .filter(({ isActive }) => isActive)
    .map(({ fullName }) => ({ label: fullName, value: quoted(fullName) }));
  return (
    <fieldset class="filters">
      <legend class="unseen">Filters</legend>
      <SavedViews />
      <Filter field="status_type" title="Any status" choices={types} />
      <Filter
        field="user"
        title="Anyone’s deals"
        choices={[{ label: 'My deals', value: 'me' }, ...people, { label: 'Unassigned', value: '' }]}
      />
      <Filter field="date_won" title="Any close date" choices={times} />
    </fieldset>
  );
}

function Filter({ field, title, choices }: FilterProps) {
  const { query } = address.value;
  const value = termOf(query, field);
  const isOther = value !== undefined && !choices.some((choice) => choice.value === value);
  return (
    <select
      aria-label={title}
      data-set={value !== undefined}
      value={value ?? '*'}
      onChange={({ currentTarget: { value: picked } }) =>
        go({ query: setTerm(query, field, picked === '*' ? undefined : picked) })
      }
    >
      <option value="*">{title}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
      {isOther && <option value={value}>{value}</option>}
    </select>
  );
}
