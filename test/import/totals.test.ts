/** The same deals, written in whatever form people and programs write tables in, have the same totals when they are read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importFile } from '../../src/import/import-file.ts';
import { formatMajor } from '../../src/value/money.ts';
import type { StatusType } from '../../src/value/status-type.ts';
import { describeDatabases } from '../describe-databases.ts';
import { runs } from '../runs.ts';
import { now } from '../sample.ts';
import { temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

interface Known {
  readonly value: bigint | null;
  readonly confidence: number;
  readonly won: string;
  readonly type: StatusType;
}

interface Style {
  readonly separator: string;
  readonly newline: string;
  readonly encoding: 'utf8' | 'utf16le';
  readonly amount: (value: bigint) => string;
  readonly percent: (confidence: number) => string;
  readonly day: (day: string) => string;
  readonly stage: Readonly<Record<StatusType, string>>;
  readonly header: readonly string[];
}

const grouped = (value: bigint, group: string, mark: string) => {
  const [whole = '', decimals = ''] = formatMajor(value < 0n ? -value : value, 'USD').split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, group)}${mark}${decimals.padEnd(2, '0')}`;
};
const minus = (value: bigint) => (value < 0n ? '-' : '');

const style: fc.Arbitrary<Style> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf8', 'utf16le'),
  amount: fc.constantFrom(
    (value: bigint) => `${minus(value)}$${grouped(value, ',', '.')}`,
    (value: bigint) => `${minus(value)}${grouped(value, '.', ',')}`,
    (value: bigint) => `${minus(value)}${grouped(value, ' ', ',')} USD`,
    (value: bigint) => (value < 0n ? `(${grouped(value, ',', '.')})` : grouped(value, ',', '.')),
    (value: bigint) => `${minus(value)}${grouped(value, '', '.')}`,
  ),
  percent: fc.constantFrom(
    (confidence: number) => `${confidence}%`,
    (confidence: number) => (confidence / 100).toFixed(2),
    (confidence: number) => `${confidence}.0`,
  ),
  day: fc.constantFrom(
    (day: string) => day,
    (day: string) => day.split('-').reverse().join('/'),
    (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
    (day: string) => day.replaceAll('-', ''),
    (day: string) => `${day} 10:00:00`,
  ),
  stage: fc.constantFrom(
    { active: 'Open', won: 'Closed Won', lost: 'Closed Lost' },
    { active: 'in progress', won: 'WON', lost: 'lost' },
  ),
  header: fc.constantFrom(
    ['Record ID', 'Deal Name', 'Deal Stage', 'Amount', 'Deal probability', 'Close Date'],
    ['Opportunity ID', 'Opportunity Name', 'Stage', 'Amount', 'Probability (%)', 'Close Date'],
    ['external_id', 'note', 'status_label', 'value', 'confidence', 'date_won'],
  ),
});

const deal: fc.Arbitrary<Known> = fc.record({
  value: fc.option(fc.bigInt(-10_000_000_000n, 10_000_000_000n), { nil: null, freq: 5 }),
  confidence: fc.integer({ min: 0, max: 100 }),
  won: fc
    .date({ min: new Date('2019-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  type: fc.constantFrom('active', 'won', 'lost'),
});

/** What tells how the others are meant: a file without any such cell is asked about. */
const telling: Known = { value: 123_456_789n, confidence: 55, won: '2024-12-31', type: 'won' };

function fileOf(deals: readonly Known[], { separator, newline, encoding, header, ...style }: Style): Buffer {
  const cell = (text: string) => (/["\r\n]/.test(text) || text.includes(separator) ? `"${text}"` : text);
  const rows = deals.map(({ value, confidence, won, type }, index) => [
    ...[String(index), `Deal ${index}`, style.stage[type], value === null ? '' : style.amount(value)],
    ...[style.percent(confidence), style.day(won)],
  ]);
  const text = [header, ...rows].map((row) => row.map(cell).join(separator)).join(newline);
  return encoding === 'utf8' ? Buffer.from(text) : Buffer.from(`\ufeff${text}`, 'utf16le');
}

describeDatabases('a file in whatever form', (opened) => {
  const file = temporaryFiles();
  let count = 0;

  test('has the totals of its deals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deal, { minLength: 1, maxLength: 12 }), style, async (some, form) => {
        const deals = [telling, ...some];
        count += 1;
        const path = file(`${count}.csv`, fileOf(deals, form));
        const problems: unknown[] = [];
        const summary = await importFile(opened.database, {
          ...{ path, organization: `Totals ${count}`, now, onProblem: (problem) => problems.push(problem) },
        });
        expect(problems).toEqual([]);
        const stored = await readDeals(opened.database, summary.organizationId);
        const isOurs = form.header.includes('external_id');
        expect(
          stored.map(({ value, confidence, status, won, lost }) => [value, confidence, status[1], won ?? lost]),
        ).toEqual(deals.map(({ value, confidence, type, won }) => [value, confidence, type, won]));
        expect(stored.every(({ won, lost }) => isOurs || (won === null) !== (lost === null))).toBe(true);
        const sum = (rows: readonly { value: bigint | null }[]) =>
          rows.reduce((all, { value }) => all + (value ?? 0n), 0n);
        expect(summary.byStatus.reduce((all, { value }) => all + value, 0n)).toBe(sum(deals));
      }),
      { numRuns: runs(15) },
    );
  });
});
