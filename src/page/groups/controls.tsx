/** What is drawn of what is asked. */
import { Select } from '../parts/select.tsx';
import { go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { figures } from './figures.ts';
import { allKeys } from './keys.ts';

const forms = { bars: 'Bars', lines: 'Lines', pivot: 'Table' };

/** What is asked most often. */
const usual = [
  { title: 'By month', change: { by: 'date_won:month', split: '', figure: 'total', form: 'bars' } },
  {
    title: 'Won against expected',
    change: { by: 'date_won:month', split: 'status_type', figure: 'expected', form: 'lines' },
  },
  { title: 'By status', change: { by: 'status', split: '', figure: 'total', form: 'bars' } },
  { title: 'By owner', change: { by: 'user', split: 'status_type', figure: 'count', form: 'bars' } },
];

export function Controls() {
  const keys = allKeys(signedIn()).map(({ name, title }) => [name, title] as const);
  return (
    <div class="toolbar">
      <Select label="Show" name="figure" options={figures.map(({ name, title }) => [name, title])} />
      <Select label="by" name="by" options={keys} />
      <Select label="split by" name="split" options={[['', 'nothing'], ...keys]} />
      <Select label="as" name="form" options={Object.entries(forms)} />
      <span class="usual">
        {usual.map(({ title, change }) => (
          <button key={title} type="button" class="chip" onClick={() => go(change)}>
            {title}
          </button>
        ))}
      </span>
    </div>
  );
}
