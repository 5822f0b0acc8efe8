/** The form of a table: how its lines end and what stands between its columns. Told from its beginning. */
import { open } from 'node:fs/promises';

export interface Form {
  readonly encoding: string;
  readonly newline: '\n' | '\r';
  readonly separator: string;
  /** How many lines stand before the header: Excel's `sep=;` is one. */
  readonly skip: 0 | 1;
}

const separators = [',', ';', '\t', '|'] as const;
const beginning = 65_536;

export async function formOf(path: string, encoding: string): Promise<Form> {
  const text = await readBeginning(path, encoding);
  // Macs wrote so until 2001, and Excel still offers it.
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const [, said] = /^sep=(.)\r?[\r\n]/.exec(text) ?? [];
  if (said !== undefined) return { encoding, newline, separator: said, skip: 1 };
  return { encoding, newline, separator: separatorIn(headerOf(text, newline)), skip: 0 };
}

async function readBeginning(path: string, encoding: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginning), 0, beginning, 0);
    return new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Without what stands in quotes, which may hold anything. */
function headerOf(text: string, newline: string): string {
  const bare = text.replaceAll(/"(?:[^"]|"")*"/g, '');
  const end = bare.indexOf(newline);
  return end < 0 ? bare : bare.slice(0, end);
}

/** What the header has most of. */
function separatorIn(header: string): string {
  const counts = separators.map((separator) => header.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ',';
}
