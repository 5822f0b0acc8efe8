/** The part of docs/performance.md that is written by the benchmark. */
import { readFile, writeFile } from 'node:fs/promises';

const page = new URL('../../docs/performance.md', import.meta.url);
const markers = ['<!-- bench: from here -->', '<!-- bench: to here -->'] as const;

export async function writeDocs(report: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [begin, end] = markers.map((marker) => text.indexOf(marker));
  if (begin === undefined || end === undefined || begin < 0 || end < begin) {
    throw new Error(`docs/performance.md has lost its markers ${markers.join(' and ')}`);
  }
  await writeFile(page, `${text.slice(0, begin)}${markers[0]}\n\n${report}\n\n${text.slice(end)}`);
}
