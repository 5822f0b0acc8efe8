/** Random deals of a made-up sales team: as cells of a file, and as the database must hold them. */
import fc from 'fast-check';
import type { ImportRow } from '../../src/import/row.ts';
import type { ValuePeriod } from '../../src/value/money.ts';
import { csvOf } from './files.ts';

export interface Deal {
  readonly externalId: string;
  readonly lead: string | null;
  readonly contact: string | null;
  readonly user: string | null;
  readonly status: readonly [label: string, type: ImportRow['status_type']];
  /** Minor units. */
  readonly value: bigint | null;
  readonly period: ValuePeriod;
  readonly confidence: number | null;
  readonly note: string;
  readonly created: string | null;
  readonly won: string | null;
  readonly lost: string | null;
  readonly product: string | null;
}

const day = fc
  .date({ min: new Date('2019-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const largest = 99_999_999_999_999n;

const deal = (externalId: string): fc.Arbitrary<Deal> =>
  fc.record({
    externalId: fc.constant(externalId),
    lead: maybe(
      fc.constantFrom(
        'Acme',
        'ACME',
        'Müller & Söhne',
        'O"Neil, Inc.',
        'Two\nLines',
        '北京 🚀',
        "Robert'); drop table lead;--",
      ),
    ),
    contact: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom('Ada King', 'Grace Hopper')),
    user: maybe(fc.constantFrom('Moses Frase', 'Émile Zola', 'Cher', 'Juan de la Cruz')),
    status: fc.constantFrom<Deal['status']>(
      ['Won', 'won'],
      ['Lost', 'lost'],
      ['Engaging', 'active'],
      ['Engaging', 'won'],
    ),
    value: maybe(
      fc.oneof(fc.bigInt(-largest, largest), fc.bigInt(0n, 1_000_000n), fc.constantFrom(0n, largest, -largest)),
    ),
    period: fc.constantFrom('one_time', 'monthly', 'annual'),
    confidence: maybe(fc.integer({ min: 0, max: 100 })),
    note: fc.constantFrom('', ' kept  as it is ', 'quoted "note", with a comma', 'line 1\nline 2\n', '50% off_ \\ ß İ'),
    created: maybe(day),
    won: maybe(day),
    lost: maybe(day),
    product: maybe(fc.constantFrom('Basic', 'Plus', 'Ünlimited')),
  });

/** The same deals for the same seed. */
export function sampleDeals(count: number, seed: number): readonly Deal[] {
  return Array.from({ length: count }, (_, i) => {
    const [sampled] = fc.sample(deal(`ext-${i}`), { numRuns: 1, seed: seed + i });
    if (!sampled) throw new Error('nothing sampled');
    return sampled;
  });
}

export const header = [
  ...['external_id', 'lead_name', 'contact_name', 'user_name', 'status_label', 'status_type', 'value', 'value_period'],
  ...['confidence', 'note', 'date_created', 'date_won', 'date_lost', 'custom.Product'],
];

export function dealsCsv(deals: readonly Deal[]): string {
  return csvOf([header, ...deals.map(cellsOf)], '\r\n');
}

export function cellsOf(deal: Deal): readonly string[] {
  const { externalId, lead, contact, user, status, value, period, confidence, note, created, won, lost, product } =
    deal;
  const [label, type] = status;
  return [
    ...[externalId, lead, contact, user, label, type, value === null ? null : majorOf(value), period, confidence],
    ...[note, created, won, lost, product],
  ].map((cell) => String(cell ?? ''));
}

/** 123450n -> 1234.50 */
function majorOf(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
