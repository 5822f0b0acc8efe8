/** A filter printed as a search means that filter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { printFilter } from '../../src/query/print-filter.ts';
import { searchLimits } from '../../src/search/syntax.ts';
import { parseZone } from '../../src/value/period.ts';
import { runs } from '../runs.ts';
import { anyFilter, definitions, isMoment } from './any-filter.ts';
import { canonical } from './canonical.ts';
import { gt, is } from './filters.ts';
import { anybody } from './mistake.ts';

const tried = runs(500);

describe.each(['opportunity', 'lead'] as const)('of %s', (table) => {
  test.each(['USD', 'JPY', 'KWD'])('read again, what was printed is the same filter (%s)', (currency) => {
    const options = {
      ...anybody,
      table,
      definitions,
      caller: { ...anybody.caller, currency, zone: parseZone('Asia/Kathmandu') },
    };
    let compared = 0;
    fc.assert(
      fc.property(anyFilter(table), (filter) => {
        const printed = printFilter(filter, options);
        if (printed.length > searchLimits.characters) return;
        const { filter: read, warnings } = filterFromQuery(printed, options);
        expect(read, printed).toEqual(canonical(filter, isMoment));
        expect(warnings).toEqual([]);
        compared += 1;
      }),
      { numRuns: tried },
    );
    expect(compared).toBeGreaterThan(tried * 0.9);
  });
});

test('it reads as a person would write it', () => {
  const print = (text: string) => printFilter(filterFromQuery(text, anybody).filter, anybody);
  expect(print('user:me value>5k')).toBe('user_id:"user_ada" and value > 5000');
  expect(print('status_type in (won,lost) or note:x')).toBe('status_type in (won, lost) or note:"x"');
  expect(print('created:yesterday')).toBe(
    'date_created >= 2026-06-14T00:00:00.000Z and date_created < 2026-06-15T00:00:00.000Z',
  );
  expect(print('not (acme or "big deal")')).toBe('not (acme or "big deal")');
  expect(print('lead_status:Customer')).toBe('lead(status_label:"Customer")');
});

test('order among texts, ids and words has no spelling', () => {
  expect(() => printFilter(gt('note', 'a'), anybody)).toThrow('No search asks for note > a.');
  expect(() => printFilter(gt('status_type', 'won'), anybody)).toThrow('No search asks for status_type > won.');
  expect(printFilter(is('note', 'a'), anybody)).toBe('note = "a"');
});
