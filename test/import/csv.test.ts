/** CSV is read as it was written, line by line; a quote at a wrong place costs one row. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSource } from '../../src/import/file/open.ts';
import { formatProblem, type Problem } from '../../src/import/file/problem.ts';
import type { SourceRow } from '../../src/import/file/source.ts';
import { runs } from '../runs.ts';
import { csvOf, temporaryFiles } from './files.ts';

const header = ['external_id', 'status_label', 'status_type', 'note'];

describe('a CSV file', () => {
  const file = temporaryFiles();

  async function read(content: string | Uint8Array) {
    const source = await openSource({ path: file('test.csv', content) });
    const rows: SourceRow[] = [];
    const problems: Problem[] = [];
    for await (const item of source.rows) 'reason' in item ? problems.push(item) : rows.push(item);
    return { rows, problems, cells: rows.map(({ cells }) => Object.values(cells)), progress: source.progress() };
  }
  const failure = (content: string | Uint8Array) => read(content).then(String, (error: Error) => error.message);

  test('gives back any table that was written as RFC 4180 has it, and the lines of each row', async () => {
    // No lone CR at the end of a line, where it would be a part of that.
    const piece = fc.constantFrom(
      'a',
      '"',
      ',',
      '\n',
      '\r\n',
      ' ',
      '""',
      '","',
      'é',
      '🚀',
      '\u2028',
      '\ufeff',
      'x'.repeat(70_000),
    );
    const cell = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    const table = fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (rows, newline, hasBom) => {
        const {
          cells,
          problems,
          rows: places,
        } = await read(`${hasBom ? '\ufeff' : ''}${csvOf([header, ...rows], newline)}`);
        const filled = rows.filter((row) => row.some((text) => text.trim() !== ''));
        expect(problems).toEqual([]);
        expect(cells).toEqual(filled);
        let line = 2;
        const left = [...places];
        for (const row of rows) {
          const last = line + row.join('').split('\n').length - 1;
          if (filled.includes(row)) expect(left.shift()?.place).toEqual({ unit: 'line', first: line, last });
          line = last + 1;
        }
      }),
      { numRuns: runs(40) },
    );
  });

  test('may end without a newline, and have empty lines', async () => {
    const { cells, rows, progress } = await read(`${header.join()}\n\n1,Won,won,a\n\n\n2,Won,won,b`);
    expect(cells).toEqual([
      ['1', 'Won', 'won', 'a'],
      ['2', 'Won', 'won', 'b'],
    ]);
    expect(rows.map(({ place }) => place.first)).toEqual([3, 6]);
    expect(progress).toBe(1);
  });

  test.each([
    ['a quote that is never closed', '2,Won,won,"open', ['3']],
    ['a quote in the middle of a cell', '2,Won,won,5" pipe', ['3']],
    ['something after the closing quote', '2,Won,won,"5" pipe', ['3']],
    ['too few columns', '2,Won,won', ['3']],
    ['too many columns', '2,Won,won,a,b', ['3']],
    ['a row over two lines with too many columns', '2,Won,won,"a\nb",c', ['3 to 4']],
    ['two bad rows', '2,Won\n2,Won,won,"', ['3', '4']],
  ])('with %s is read but for that row', async (_, bad, lines) => {
    // The rows after it have quotes and lines of their own.
    const good = '3,Won,won,"a, ""b"""\n4,Won,won,"two\nlines"\n5,Won,won,c';
    const { cells, problems } = await read(`${header.join()}\n1,Won,won,\n${bad}\n${good}\n`);
    expect(cells.map(([id, , , note]) => [id, note])).toEqual([
      ...[
        ['1', ''],
        ['3', 'a, "b"'],
        ['4', 'two\nlines'],
        ['5', 'c'],
      ],
    ]);
    expect(problems.map((problem) => /^lines? (.*?):/.exec(formatProblem(problem))?.[1])).toEqual(lines);
  });

  test('with a quote that a megabyte of rows follows loses that row and no other', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},Won,won,"${'x'.repeat(20)}"`);
    const { cells, problems } = await read([header.join(), 'bad,Won,won,"', ...rows].join('\n'));
    expect(cells).toHaveLength(rows.length);
    expect(problems.map(({ place }) => place)).toEqual([{ unit: 'line', first: 2, last: 2 }]);
  });

  test('that is not UTF-8 is refused with the line of the first wrong byte', async () => {
    const lines = Array.from({ length: 70_000 }, (_, i) => `${i},Won,won,Müller 🚀`);
    const good = Buffer.from([header.join(), ...lines].join('\n'));
    expect((await read(good)).rows).toHaveLength(lines.length);
    const bad = Buffer.from(good);
    bad[good.indexOf('\n60000,') + 3] = 0xfc;
    expect(await failure(bad)).toContain('is not UTF-8: see line 60002.');
    expect(await failure(good.subarray(0, -1))).toContain('is not UTF-8: see line 70001.');
  });

  test.each([
    ['', 'is empty'],
    ['"status_label,status_type\n', 'cannot be read: a quote that is never closed'],
  ])('with the header %j is refused: %s', async (content, message) => {
    expect(await failure(content)).toContain(message);
  });

  test('with a line of more than a million characters is refused there', async () => {
    const long = `${header.join()}\n1,Won,won,${'x'.repeat(2_000_000)}`;
    expect(await failure(long)).toContain('Line 2 is longer than 1000000 characters');
  });

  test('is told by its name', async () => {
    await expect(openSource({ path: file('deals.pdf', '') })).rejects.toThrow(
      'must end in .csv, .tsv, .json, .ndjson or .xlsx',
    );
    await expect(openSource({ path: '/nowhere/deals.csv' })).rejects.toThrow('There is no file /nowhere/deals.csv.');
  });
});
