/** The file of all that matches, with the columns that are shown. The gateway writes it; the key goes along in a header. */
import { address } from '../state/address.ts';
import { gateway } from '../state/session.ts';
import { say } from '../state/toast.ts';
import type { Column } from './columns.tsx';

export async function download(columns: readonly Column[]): Promise<void> {
  const fields = columns.map(({ exported }) => exported).join(',');
  const parameters = new URLSearchParams({ query: address.value.query, fields, escape_formulas: 'true' });
  const headers = { authorization: `Bearer ${gateway().key}` };
  try {
    const answer = await fetch(`/export/opportunities.csv?${parameters}`, { headers });
    if (!answer.ok) throw new Error((await answer.json()).error);
    save(await answer.blob(), 'deals.csv');
  } catch (thrown) {
    say(`The file could not be made: ${thrown instanceof Error ? thrown.message : thrown}`, 'problem');
  }
}

function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  URL.revokeObjectURL(href);
}
