/** A workbook: its first sheet. Read whole, for it is a compressed archive; cells become the texts that a table would have. */
import { distinctNames, trimmedHeader } from './names.ts';
import { type Source, type SourceRow, unreadable } from './source.ts';

const largestFile = 50_000_000;

export async function openXlsx({ path, size }: { readonly path: string; readonly size: number }): Promise<Source> {
  if (size > largestFile) {
    throw unreadable(
      `${path} has ${size} bytes; a workbook may have ${largestFile}. Save it as CSV: that may be of any size.`,
    );
  }
  // Loaded by those who have one.
  const { readSheet } = await import('read-excel-file/node');
  const [header, ...data] = await readSheet(path).catch((error) => {
    throw unreadable(`${path} is no workbook that can be read: ${error instanceof Error ? error.message : error}.`);
  });
  if (!header) throw unreadable(`${path} is empty: the first row must name the columns.`);
  const columns = distinctNames(trimmedHeader(header.map(textOf)));
  let read = 0;
  async function* rows(): AsyncGenerator<SourceRow> {
    for (const row of data) {
      read += 1;
      const cells = columns.map((name, index) => [name, textOf(row[index] ?? null)] as const);
      const place = { unit: 'line', first: read + 1, last: read + 1 } as const;
      if (cells.some(([, cell]) => cell !== '')) yield { place, cells: Object.fromEntries(cells) };
    }
  }
  return { columns, kind: 'table', rows: rows(), progress: () => read / Math.max(1, data.length) };
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  return typeof cell === 'number' ? plainNumber(cell) : String(cell);
}

/** A sheet keeps doubles: 0.1 + 0.2 is shown by it, and read here, as 0.3. */
const plainNumber = (value: number) => String(Number(value.toPrecision(15)));
