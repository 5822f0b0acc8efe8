/** How the cells of a column are read: by what all of them say together, and never row by row. */
import { describe, expect, test } from 'vitest';
import { recognizeAmounts } from '../../src/import/column/amount.ts';
import { recognizeCustom } from '../../src/import/column/custom.ts';
import { recognizeDates } from '../../src/import/column/date.ts';
import { recognizePercentages } from '../../src/import/column/percent.ts';
import type { Recognizer } from '../../src/import/column/reading.ts';
import { parseZone, utc } from '../../src/value/period.ts';

function readAll(recognizer: Recognizer, cells: readonly string[]): readonly (string | undefined)[] {
  for (const cell of cells) recognizer.see(cell);
  const { read } = recognizer.settle('C');
  return cells.map(read);
}

describe('amounts', () => {
  const amounts = (cells: readonly string[], currency = 'USD', mark?: '.' | ',') =>
    readAll(recognizeAmounts({ decimals: 2, currency, mark }), cells);

  test.each([
    [
      ['$22,700.00', '(1,000)', '12k', '-5', '5-', '1.5m'],
      ['22700', '-1000', '12000', '-5', '-5', '1500000'],
    ],
    [
      ['1.234,50', '1.000', '7'],
      ['1234.5', '1000', '7'],
    ],
    [
      ['12.50', '1.000'],
      ['12.5', '1'],
    ],
    [
      ['USD 1,234', 'US$5', '5 USD'],
      ['1234', '5', '5'],
    ],
    [
      ["1'234.50", '1 234.50', '1\u00a0234.5'],
      ['1234.5', '1234.5', '1234.5'],
    ],
    [['12,34,567.00'], ['1234567']],
    [
      ['0.00', '.5', '70.0'],
      ['0', '0.5', '70'],
    ],
    [['€5', '5 EUR', 'NaN', '1e3', '--5', '(-5)', 'x5', '1,2,3.5'], Array(8).fill(undefined)],
    [
      ['1.2345', '99.999', '0.50'],
      [undefined, undefined, '0.5'],
    ],
  ])('%j are %j in dollars', (cells, read) => {
    expect(amounts(cells)).toEqual(read);
  });

  test('in euros have that sign, and no other', () => {
    expect(amounts(['1.234,50 €', '€5', '$5', '5 USD'], 'EUR')).toEqual(['1234.5', '5', undefined, undefined]);
  });

  test('that can be read in two ways are asked for, and what was said is done', () => {
    expect(() => amounts(['1.000', '2.500', '7'])).toThrow(
      'Column "C": "1.000" can be read as 1 and as 1000, and no other cell tells. Say --decimal point or --decimal comma.',
    );
    expect(() => amounts(['99.999'])).toThrow('"99.999" can be read as 99.999 and as 99999');
    expect(amounts(['1.000'], 'USD', ',')).toEqual(['1000']);
    expect(amounts(['1.000'], 'USD', '.')).toEqual(['1']);
  });

  test('in a column that is written in both ways, the cell that can be read in two is left to its row', () => {
    expect(amounts(['12.50', '13.50', '12,50', '1.000'])).toEqual(['12.5', '13.5', undefined, undefined]);
  });
});

describe('dates', () => {
  const dates = (cells: readonly string[], as: 'day' | 'moment' = 'day', zone = utc, order?: 'dmy' | 'mdy') =>
    readAll(recognizeDates({ as, zone, order, numbers: true }), cells);

  test.each([
    [
      ['31/12/2026', '03/04/2026'],
      ['2026-12-31', '2026-04-03'],
    ],
    [
      ['12/31/2026', '03/04/2026'],
      ['2026-12-31', '2026-03-04'],
    ],
    [
      ['14.04.26', '1-5-70'],
      ['2026-04-14', '1970-05-01'],
    ],
    [
      ['5-Jan-17', '15 Apr, 2021 00:02:00', 'Mar 3, 2020', 'Tue, 3 March 2020'],
      ['2017-01-05', '2021-04-15', '2020-03-03', '2020-03-03'],
    ],
    [
      ['2024/01/05', '20240105', '45292', '1704412800000'],
      ['2024-01-05', '2024-01-05', '2024-01-01', '2024-01-05'],
    ],
    [
      ['2023-09-26 15:15:00.000000 UTC', '2023-09-26T23:59:59-08:00'],
      ['2023-09-26', '2023-09-26'],
    ],
    [['05/05/2020'], ['2020-05-05']],
    [
      ['31/31/2020', 'soon', '2026-02-30'],
      [undefined, undefined, undefined],
    ],
  ])('%j are %j', (cells, read) => {
    expect(dates(cells)).toEqual(read);
  });

  test('with times are moments, in the zone that they or who imports say', () => {
    const berlin = parseZone('Europe/Berlin');
    expect(dates(['01/07/2026 2:30 PM', '31/07/2026'], 'moment', berlin)).toEqual([
      '2026-07-01T12:30:00.000Z',
      '2026-07-30T22:00:00.000Z',
    ]);
    expect(dates(['2026-01-01T10:20:30.456Z', '2026-01-02'], 'moment')).toEqual([
      '2026-01-01T10:20:30.456Z',
      '2026-01-02',
    ]);
    expect(dates(['45292.5'], 'moment')).toEqual(['2024-01-01T12:00:00.000Z']);
  });

  test('that can be read in two ways are asked for, and what was said is done', () => {
    expect(() => dates(['03/04/2026', '05/06/2026'])).toThrow(
      'Column "C": "03/04/2026" can be read by day or by month first, and no other cell tells. Say --date-format dmy or --date-format mdy.',
    );
    expect(dates(['03/04/2026'], 'day', utc, 'mdy')).toEqual(['2026-03-04']);
  });

  test('in a column that is written in both ways, the cell that can be read in two is left to its row', () => {
    expect(dates(['31/12/2026', '30/12/2026', '12/31/2026', '03/04/2026'])).toEqual([
      ...['2026-12-31', '2026-12-30'],
      ...[undefined, undefined],
    ]);
  });
});

describe('percentages', () => {
  const percentages = (cells: readonly string[], usual?: 'whole') =>
    readAll(recognizePercentages(undefined, usual), cells);

  test.each([
    [
      ['75%', '0.5%', '100 %'],
      ['75', '1', '100'],
    ],
    [
      ['0.75', '1', '0', '0,5'],
      ['75', '100', '0', '50'],
    ],
    [
      ['70.0', '1', '0.4'],
      ['70', '1', '0'],
    ],
    [
      ['0', '0'],
      ['0', '0'],
    ],
    [
      ['high', '7'],
      [undefined, '7'],
    ],
  ])('%j are %j', (cells, read) => {
    expect(percentages(cells)).toEqual(read);
  });

  test('of which all are 0 or 1 are asked for, unless the column is ours', () => {
    expect(() => percentages(['0', '1'])).toThrow('1 may be one percent or certain. Say --percentages whole or');
    expect(percentages(['0', '1'], 'whole')).toEqual(['0', '1']);
  });
});

test.each([
  [['10', '9', ''], 'number'],
  [['1.234,5', '2'], 'number'],
  [['00123', '00124'], 'choices'],
  [['+49 171 123', '0171'], 'choices'],
  [['2024-01-05', '2024-02-29'], 'date'],
  [['2024-01-05 10:00', '2024-02-29'], 'datetime'],
  [['Basic', 'Plus'], 'choices'],
  [['x'.repeat(300)], 'text'],
  [Array.from({ length: 101 }, (_, i) => `v${i}`), 'text'],
  [['', '\\N', 'NULL'], undefined],
])('a column of whatever, %j, is %s', (cells, type) => {
  const recognizer = recognizeCustom({ zone: utc, order: undefined, mark: undefined });
  for (const cell of cells) recognizer.see(cell);
  expect(recognizer.settle('C').type).toBe(type);
});
