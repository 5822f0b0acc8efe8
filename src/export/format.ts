/** The formats of an export: rows of cells in, pieces of a file out, none of which waits for the rows behind it. */
import { stringify } from 'csv-stringify/sync';
import { DomainError } from '../errors.ts';
import { type Cell, jsonCell, plainCell } from './cell.ts';
import type { Format } from './formats.ts';
import { harmless } from './formula.ts';

export interface Sheet {
  readonly names: readonly string[];
  /** Some at a time. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

export interface FormatOptions {
  readonly currency: string;
  /** Whether texts that a spreadsheet would take for formulas are made harmless. */
  readonly escapeFormulas: boolean;
}

export type Pieces = AsyncGenerator<string | Uint8Array>;

export function written(sheet: Sheet, format: Format, options: FormatOptions): Pieces {
  return writers[format](sheet, options);
}

const writers: Readonly<Record<Format, (sheet: Sheet, options: FormatOptions) => Pieces>> = {
  csv: writeCsv,
  json: (sheet) => jsonList(asObjects(sheet)),
  ndjson: (sheet) => jsonLines(asObjects(sheet)),
  xlsx: writeXlsx,
};

/** As RFC 4180 has it. A line break within a cell of whatever kind stands in quotes. */
const csv = (rows: readonly (readonly unknown[])[]) =>
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );

async function* writeCsv({ names, rows }: Sheet, { currency, escapeFormulas }: FormatOptions): Pieces {
  const text = (value: string | number | null) =>
    typeof value === 'string' && escapeFormulas ? harmless(value) : value;
  // Amounts are numbers, which begin with a minus and are no formulas.
  const cellOf = (cell: Cell) =>
    typeof cell === 'string' || Array.isArray(cell) ? text(plainCell(cell, currency)) : plainCell(cell, currency);
  yield csv([names.map(text)]);
  for await (const portion of rows) if (portion.length > 0) yield csv(portion.map((row) => row.map(cellOf)));
}

const asObjects = ({ names, rows }: Sheet) => mapped(rows, (row) => objectOf(names, row));

export async function* mapped<From, To>(portions: AsyncIterable<readonly From[]>, one: (from: From) => To) {
  for await (const portion of portions) yield portion.map(one);
}

/** Objects that are written already, some at a time. */
export function writtenTexts(texts: AsyncIterable<readonly string[]>, format: 'json' | 'ndjson'): Pieces {
  return format === 'json' ? jsonList(texts) : jsonLines(texts);
}

async function* jsonLines(texts: AsyncIterable<readonly string[]>): Pieces {
  for await (const portion of texts) if (portion.length > 0) yield portion.map((text) => `${text}\n`).join('');
}

async function* jsonList(texts: AsyncIterable<readonly string[]>): Pieces {
  let before = '[\n';
  for await (const portion of texts) {
    if (portion.length === 0) continue;
    yield before + portion.join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

const objectOf = (names: readonly string[], row: readonly Cell[]) =>
  `{${names.map((name, index) => `${JSON.stringify(name)}:${jsonCell(row[index] ?? null)}`).join(',')}}`;

/** A workbook is put together in memory. The format itself has 1,048,576 rows. */
const mostRows = 100_000;

async function* writeXlsx({ names, rows }: Sheet, { currency }: FormatOptions): Pieces {
  // Loaded by those who want it.
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const cells = [names.map((name) => ({ value: name, type: String, fontWeight: 'bold' as const }))];
  const all: object[][] = [...cells];
  for await (const portion of rows) {
    if (all.length + portion.length > mostRows + 1) throw tooMany();
    for (const row of portion) all.push(row.map((cell) => xlsxCell(cell, currency)));
  }
  const file = await writeExcelFile(all, { stickyRowsCount: 1 }).toBuffer();
  yield file;
}

const tooMany = () =>
  new DomainError('INVALID_INPUT', `A workbook takes ${mostRows} rows at most. CSV and NDJSON take any number.`, {
    path: ['format'],
  });

/** An amount is a number where a double holds it: a sheet adds numbers up. A text is no formula there, whatever it begins with. */
function xlsxCell(cell: Cell, currency: string): object {
  const value = plainCell(cell, currency);
  if (value === null) return {};
  if (typeof value === 'number') return { value, type: Number };
  const isAmount = typeof cell === 'object';
  return isAmount && !Array.isArray(cell) && String(Number(value)) === value
    ? { value: Number(value), type: Number }
    : { value, type: String };
}
