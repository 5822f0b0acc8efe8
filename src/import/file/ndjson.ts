/** NDJSON: an object a line, as JSON has them in a list; read as it streams in, and so of any size. */
import { createReadStream } from 'node:fs';
import { columnsOf, type ObjectsFile, readItem } from './json.ts';
import { readLines } from './lines.ts';
import type { Problem } from './problem.ts';
import type { Source, SourceRow } from './source.ts';

export async function openNdjson({ path, size, encoding }: ObjectsFile): Promise<Source> {
  const lines = (file: AsyncIterable<Buffer>) => readLines(file, { encoding, newline: '\n' });
  const columns = new Set<string>();
  // Objects may have other keys than the first: which ones there are is known at the end.
  for await (const { text } of lines(createReadStream(path))) {
    const item = parse(text);
    for (const name of columnsOf([item])) columns.add(name);
  }
  const file = createReadStream(path);
  async function* rows() {
    for await (const { number, text } of lines(file)) if (text.trim() !== '') yield readLine(text, number);
  }
  return { columns: [...columns], kind: 'objects', rows: rows(), progress: () => file.bytesRead / size };
}

function readLine(text: string, number: number): SourceRow | Problem {
  const item = parse(text);
  if (!(item instanceof SyntaxError)) return readItem(item, number, 'line');
  return { place: { unit: 'line', first: number, last: number }, field: null, reason: `not JSON: ${item.message}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}
