/**
 * CSV as RFC 4180 has it (double quotes, quoted newlines), with whatever separator, read as a stream.
 *
 * A quote at a wrong place must not take the rest of the file with it. So lines are gathered here until their quotes are
 * even, and csv-parse judges the record they make: when it is none, its first line is bad, and the others get their chance.
 */
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { asWritten } from '../../export/formula.ts';
import { type Form, formOf } from './form.ts';
import { type Line, longestLine, readLines } from './lines.ts';
import { distinctNames, trimmedHeader } from './names.ts';
import type { Problem } from './problem.ts';
import { type Source, type SourceRow, unreadable } from './source.ts';

interface CsvRecord {
  readonly first: number;
  readonly last: number;
  readonly cells: readonly string[];
}

export interface CsvOptions {
  readonly path: string;
  readonly size: number;
  readonly encoding: string;
  /** Whether formulas were made harmless when it was written, which is undone then. */
  readonly unescapeFormulas: boolean;
}

export async function openCsv({ path, size, encoding, unescapeFormulas }: CsvOptions): Promise<Source> {
  const form = await formOf(path, encoding);
  const file = createReadStream(path);
  const read = readRecords(readLines(file, form), form);
  const records = unescapeFormulas ? unescaped(read) : read;
  const { value: header } = await records.next();
  if (!header) throw unreadable(`${path} is empty: its first line must name the columns.`);
  if (!('cells' in header)) throw unreadable(`The header of ${path} cannot be read: ${header.reason}.`);
  const columns = distinctNames(trimmedHeader(header.cells));
  return { columns, kind: 'table', rows: readRows(records, columns), progress: () => file.bytesRead / size };
}

async function* readRows(
  records: AsyncIterable<CsvRecord | Problem>,
  names: readonly string[],
): AsyncGenerator<SourceRow | Problem> {
  for await (const record of records) {
    if (!('cells' in record)) yield record;
    // A row of nothing is how a sheet ends, or what stands between its parts.
    else if (record.cells.some((cell) => cell.trim() !== '')) yield readRow(record, names);
  }
}

/** The apostrophes that an export put before what a spreadsheet would run are taken away. */
async function* unescaped(records: AsyncIterable<CsvRecord | Problem>): AsyncGenerator<CsvRecord | Problem> {
  for await (const record of records)
    yield 'cells' in record ? { ...record, cells: record.cells.map(asWritten) } : record;
}

function readRow({ first, last, cells }: CsvRecord, names: readonly string[]): SourceRow | Problem {
  const place = { unit: 'line', first, last } as const;
  const beyond = cells.slice(names.length).every((cell) => cell.trim() === '');
  if (cells.length >= names.length && beyond)
    return { place, cells: Object.fromEntries(names.map((name, i) => [name, cells[i]])) };
  return { place, field: null, reason: `${count(cells.length, 'column')}, where the header has ${names.length}` };
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

async function* readRecords(
  lines: AsyncIterable<Line>,
  { separator, skip }: Form,
): AsyncGenerator<CsvRecord | Problem, undefined> {
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
    const record = parseRecord(gathered, separator);
    const rest = record && 'reason' in record ? gathered.slice(1) : [];
    gathered = [];
    length = 0;
    quotesAreEven = true;
    if (record) yield record;
    for (const line of rest) yield* add(line);
  }

  for await (const line of lines) if (line.number > skip) yield* add(line);
  while (gathered.length > 0) yield* finish();
}

/** Undefined for an empty line. */
function parseRecord(lines: readonly Line[], delimiter: string): CsvRecord | Problem | undefined {
  const first = lines[0]?.number ?? 0;
  try {
    // Only here is a CR a part of the line's end.
    const text = lines
      .map((line) => line.text)
      .join('\n')
      .replace(/\r$/, '');
    const [cells]: string[][] = parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
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
