/** What stands in an exported file: CSV as RFC 4180 has it, NDJSON as the REST API has it, a workbook that a sheet opens. */
import readExcelFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/export/cell.ts';
import { type Sheet, written } from '../../src/export/format.ts';
import { asWritten, harmless } from '../../src/export/formula.ts';
import { textOf } from './files.ts';

const options = { currency: 'USD', escapeFormulas: false };

const sheet = (rows: readonly (readonly Cell[])[]): Sheet => ({
  names: ['a', 'b,"c'],
  rows: (async function* () {
    yield rows;
  })(),
});

test('CSV has amounts in major units, and quotes around what needs them', async () => {
  const rows = [
    ['x,y', { minor: 123_450n }],
    ['line\r\nbreak', { minor: -5n }],
    [['p', 'q,r'], null],
    ['lone\rreturn', 1.5],
  ];
  expect(await textOf(written(sheet(rows), 'csv', options))).toBe(
    'a,"b,""c"\r\n"x,y",1234.5\r\n"line\r\nbreak",-0.05\r\n"p,""q,r""",\r\n"lone\rreturn",1.5\r\n',
  );
});

test('NDJSON and JSON have amounts in minor units, exact beyond 2^53', async () => {
  const rows = [['é', { minor: 9_007_199_254_740_993n }]];
  const object = '{"a":"é","b,\\"c":9007199254740993}';
  expect(await textOf(written(sheet(rows), 'ndjson', options))).toBe(`${object}\n`);
  expect(await textOf(written(sheet(rows), 'json', options))).toBe(`[\n${object}\n]\n`);
  expect(await textOf(written(sheet([]), 'json', options))).toBe('[]\n');
});

test('a workbook has numbers as numbers and texts as texts', async () => {
  const pieces: Uint8Array[] = [];
  const rows = [['=1+1', { minor: 123_450n }]];
  for await (const piece of written(sheet(rows), 'xlsx', options)) pieces.push(Buffer.from(piece));
  const [read] = await readExcelFile(Buffer.concat(pieces));
  expect(read?.data).toEqual([
    ['a', 'b,"c'],
    ['=1+1', 1234.5],
  ]);
});

test('formulas are made harmless, and numbers are not', async () => {
  const rows = [
    ['=HYPERLINK("http://x")', { minor: -100n }],
    ['+1', '-2'],
    ['@x', "'=y"],
    ['plain', "it's"],
  ];
  expect(await textOf(written(sheet(rows), 'csv', { ...options, escapeFormulas: true }))).toBe(
    `a,"b,""c"\r\n"'=HYPERLINK(""http://x"")",-1\r\n'+1,'-2\r\n'@x,''=y\r\nplain,it's\r\n`,
  );
});

test('what was made harmless can be taken back, whatever it was', () => {
  for (const text of ['=1', "'=1", "''+", '-5', '\tx', "it's", '', "'", 'plain', '＝x'])
    expect(asWritten(harmless(text))).toBe(text);
});
