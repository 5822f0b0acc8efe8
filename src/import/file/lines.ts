/** The lines of a text as it streams in, numbered from 1. */
import { unreadable } from './source.ts';

export interface Line {
  readonly number: number;
  readonly text: string;
}

/** In characters. A file without newlines must not be taken into memory as one line. */
export const longestLine = 1_000_000;

/**
 * A CR before the LF is left to the reader, for within quotes it belongs to the cell. Not by node:readline, which also breaks
 * lines at U+2028 and at a lone CR: both are ordinary characters of a cell.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  { encoding, newline }: { readonly encoding: string; readonly newline: string } = { encoding: 'utf-8', newline: '\n' },
): AsyncGenerator<Line> {
  // Takes a BOM away, and puts characters together that the chunks cut.
  const decoder = new TextDecoder(encoding);
  let number = 0;
  let unfinished = '';
  for await (const chunk of chunks) {
    const lines = (unfinished + decoder.decode(chunk, { stream: true })).split(newline);
    unfinished = lines.pop() ?? '';
    for (const text of lines) yield { number: ++number, text };
    if (unfinished.length > longestLine) {
      throw unreadable(`Line ${number + 1} is longer than ${longestLine} characters: nothing from there on was read.`);
    }
  }
  if (unfinished !== '') yield { number: number + 1, text: unfinished };
}
