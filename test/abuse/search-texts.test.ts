/** Whatever is typed: a tree or an error that points into the text, at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DomainError } from '../../src/errors.ts';
import { type Mode, scan } from '../../src/search/lexer.ts';
import { parse } from '../../src/search/parser.ts';
import { print } from '../../src/search/print.ts';
import { type Query, searchLimits } from '../../src/search/syntax.ts';
import { cpuMilliseconds } from '../cpu-time.ts';
import { anyText } from '../search/any-text.ts';
import { withoutPositions } from '../search/positions.ts';

const tried = Number(process.env.FUZZ_RUNS ?? 5_000);

const queries = [
  'status_change(old_status:active new_status:won date:yesterday)',
  'date_created < "2 weeks ago" and date_created >= 1 week ago',
  'opportunity_status:"S01: Received Offer Request" or not note:*',
  'custom.cf_X:"v" custom."Source CRM">=2026-01-01T10:20 sort:-custom."A b",date_won',
  'call((recording_duration > 0 or voicemail_duration > 0) date >= "2026-01-01")',
  'value:1000..$5,000 date_won:..last week confidence in ($1,000, 5, "a\\"b\\\\")',
  'status_label not in (won, "lost deal", 30 days ago)',
  'Acme, Inc. "big deal" naïve Straße 🎉 5,000 50%',
  'lead(contact(email_address:"a@b.c") or name:*) and (a or (b or not c))',
  `${'('.repeat(20)}a${')'.repeat(20)}`,
  'a '.repeat(99),
];

/** The tree, or undefined where the text was refused as it must be. */
function answer(text: string): Query | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'INVALID_INPUT') return undefined;
    const { position, expected, found } = error.extra;
    expect(error.code).toBe('SEARCH_SYNTAX');
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position).toBeLessThanOrEqual(text.length);
    expect(expected).not.toEqual([]);
    expect(text).toContain(String(found).replace(/…$/, ''));
    expect(error.message.isWellFormed()).toBe(true);
    return undefined;
  }
}

test('random and mutated texts: a tree that reads the same when printed, or an error with a place; never slow', () => {
  let slowest = { text: '', took: 0 };
  let understood = 0;
  fc.assert(
    fc.property(anyText(queries), (text) => {
      let query: Query | undefined;
      const took = cpuMilliseconds(() => {
        query = answer(text);
      });
      if (took > slowest.took) slowest = { text, took };
      if (!query) return;
      understood += 1;
      const printed = print(query);
      if (printed.length > searchLimits.characters) return;
      expect(withoutPositions(parse(printed))).toEqual(withoutPositions(query));
    }),
    { numRuns: tried },
  );
  // The machine may have been busy with something else at that moment; the text is to blame only if it is slow again.
  const again = Math.min(...[1, 2, 3].map(() => cpuMilliseconds(() => void answer(slowest.text))));
  expect(again).toBeLessThan(50);
  // Neither only nonsense nor only good queries were tried.
  expect(understood).toBeGreaterThan(tried / 2);
  expect(understood).toBeLessThan(tried * 0.9);
});

const hostile = {
  parentheses: '(',
  'open calls': 'a(',
  negations: 'not ',
  'escaped quotes': '\\"',
  'quotes and backslashes': '"\\\\" ',
  words: 'a ',
  digits: '1 ',
  'digits and commas': '1,',
  'money with commas': '$1,000',
  dots: '.',
  ranges: '1..',
  ellipses: 'a...',
  colons: 'a:',
  blanks: ' ',
  'half times': 'last last 3 3 days ',
  'half lists': 'a not in ',
  comparators: '<=>',
  stars: '*',
  'closed phrases': '"a"',
  apostrophes: "'",
  'open apostrophes': "'a ",
  'apostrophes after comparators': "a:'b",
  'apostrophes within words': "'a'b",
} as const;

test.each(Object.entries(hostile))('the longest text of %s is read at once', (_, unit) => {
  for (const prefix of ['', '"', 'note:', 'note in (', 'sort:']) {
    const text = (prefix + unit.repeat(searchLimits.characters)).slice(0, searchLimits.characters);
    expect(Math.min(...[1, 2, 3].map(() => cpuMilliseconds(() => void answer(text))))).toBeLessThan(50);
  }
});

/** Counts tokens up to the end, or to the quote that is not closed. */
function countTokens(text: string, mode: Mode): number {
  let count = 0;
  try {
    for (let token = scan(text, 0, mode); token.kind !== 'end'; token = scan(text, token.end, mode)) count += 1;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return count;
}

test.each(Object.entries(hostile))('80,000 characters of %s are cut into tokens within a second', (_, unit) => {
  for (const mode of ['term', 'value', 'list'] as const) {
    for (const prefix of ['', '"']) {
      const text = (prefix + unit.repeat(80_000)).slice(0, 80_000);
      // A lexer that goes back would take billions of steps; a linear one takes milliseconds, whatever else the machine does.
      expect(Math.min(...[1, 2].map(() => cpuMilliseconds(() => countTokens(text, mode))))).toBeLessThan(1000);
    }
  }
});
