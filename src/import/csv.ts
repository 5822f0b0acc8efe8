/**
 * CSV as RFC 4180 has it (commas, double quotes, quoted newlines), read as a stream.
 *
 * A quote at a wrong place must not take the rest of the file with it. So lines are gathered here until their quotes are
 * even, and csv-parse judges the record they make: when it is none, its first line is bad, and the others get their chance.
 */
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { assertHeader } from './column.ts';
import { type Line, longestLine, readLines } from './lines.ts';
import type { Problem } from './problem.ts';
import { type Source, type SourceRow, unreadable } from './source.ts';

interface CsvRecord {
  readonly first: number;
  readonly last: number;
  readonly cells: readonly string[];
}

export async function openCsv(path: string, size: number): Promise<Source> {
  const file = createReadStream(path);
  const records = readRecords(readLines(file));
  const { value: header } = await records.next();
  if (!header) throw unreadable(`${path} is empty: its first line must name the columns.`);
  if (!('cells' in header)) throw unreadable(`The header of ${path} cannot be read: ${header.reason}.`);
  const names = header.cells.map((name) => name.trim());
  assertHeader(names);
  return {
    rows: readRows(records, names),
    amounts: 'major',
    progress: () => file.bytesRead / size,
    ignored: new Set(),
  };
}

async function* readRows(
  records: AsyncIterable<CsvRecord | Problem>,
  names: readonly string[],
): AsyncGenerator<SourceRow | Problem> {
  for await (const record of records) yield 'cells' in record ? readRow(record, names) : record;
}

function readRow({ first, last, cells }: CsvRecord, names: readonly string[]): SourceRow | Problem {
  const place = { unit: 'line', first, last } as const;
  if (cells.length === names.length)
    return { place, cells: Object.fromEntries(names.map((name, i) => [name, cells[i]])) };
  return { place, field: null, reason: `${cells.length} columns, where the header has ${names.length}` };
}

async function* readRecords(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord | Problem, undefined> {
  let gathered: Line[] = [];
  let length = 0;
  let quotesAreEven = true;

  function* add(line: Line): Generator<CsvRecord | Problem> {
    gathered.push(line);
    length += line.text.length;
    if (line.text.split('"').length % 2 === 0) quotesAreEven = !quotesAreEven;
    if (quotesAreEven || length > longestLine) yield* finish();
  }

  function* finish(): Generator<CsvRecord | Problem> {
    const record = parseRecord(gathered);
    const rest = record && 'reason' in record ? gathered.slice(1) : [];
    gathered = [];
    length = 0;
    quotesAreEven = true;
    if (record) yield record;
    for (const line of rest) yield* add(line);
  }

  for await (const line of lines) yield* add(line);
  while (gathered.length > 0) yield* finish();
}

/** Undefined for an empty line. */
function parseRecord(lines: readonly Line[]): CsvRecord | Problem | undefined {
  const first = lines[0]?.number ?? 0;
  try {
    const text = lines.map((line) => line.text).join('\n');
    const [cells]: string[][] = parse(text, { record_delimiter: '\n', relax_column_count: true });
    return cells && { first, last: first + lines.length - 1, cells };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { place: { unit: 'line', first, last: first }, field: null, reason: reasonOf(error) };
  }
}

function reasonOf({ code }: CsvError): string {
  const where = code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote that is never closed' : 'a quote in the middle of a cell';
  return `${where}; a cell with a quote in it must be quoted, and the quote doubled: "5"" pipe"`;
}
