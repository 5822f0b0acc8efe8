/** Mistakes: where the search stops, what could have stood there, and what was meant. */
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/errors.ts';
import { parse } from '../../src/search/parser.ts';
import { searchLimits } from '../../src/search/syntax.ts';

function mistakeIn(text: string): DomainError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`No mistake was found in ${text}`);
}

type Row = readonly [text: string, position: number, expected: string, suggestion?: string];

const mistakes: Readonly<Record<string, readonly Row[]>> = {
  'terms that are missing': [
    ['and a', 0, 'a word'],
    ['a and', 5, 'a word'],
    ['a or', 4, 'a word'],
    ['a or or b', 5, 'a word'],
    ['a and and b', 6, 'a word'],
    ['not', 3, 'a word'],
    ['()', 1, 'a word'],
    ['a ( )', 4, 'a word'],
    ['status_change()', 14, 'a word', 'status_change(*)'],
    ['""', 0, 'text in the quotes'],
    ['a "  "', 2, 'text in the quotes'],
    [',a', 0, 'a word'],
  ],
  'parentheses and quotes': [
    ['(a', 2, ')'],
    ['lead(a b', 8, ')'],
    ['a)', 1, 'the end'],
    ['(a))', 3, 'the end'],
    ['a "b', 2, '"'],
    ['note:"C:\\"', 5, '"'],
    ['‘big deal’', 0, '"'],
    ['note:“big deal”', 5, '"'],
  ],
  'fields and comparators': [
    [':x', 0, 'a word'],
    ['= 5', 0, 'a word'],
    ['"":x', 0, 'a field'],
    ['not:x', 3, 'a word'],
    ['and:x', 0, 'a word'],
    ['a:b = c', 4, 'and'],
    ['custom."Name"', 13, ':'],
    ['custom."Name" x', 14, ':'],
    ['val*:x', 0, '* alone', 'val'],
    ['value == 5', 6, '=', '='],
    ['value <> 5', 6, '!=', '!='],
    ['value => 5', 6, '>=', '>='],
    ['value =< 5', 6, '<=', '<='],
    ['value:>5', 5, '>', '>'],
    ['value:>=5', 5, '>=', '>='],
    ['value < < 5', 8, 'a value'],
  ],
  values: [
    ['note:', 5, 'a value'],
    ['(note:)', 6, 'a value'],
    ['note: and value > 5', 6, 'a value'],
    ['note:or', 5, 'a value'],
    ['status:(a or b)', 7, 'a value'],
    ['status:a,b', 8, 'and'],
    ['value > *', 8, 'a value'],
    ['note:im*', 5, '* alone', 'im'],
    ['impor*', 0, '* alone', 'impor'],
    ['date < 3 dyas ago', 9, 'a unit of time', 'days'],
    ['date < 3 wobbles ago', 9, 'a unit of time'],
  ],
  'lists and ranges': [
    ['status in ()', 11, 'a value'],
    ['status in (a,)', 13, 'a value'],
    ['status in (a b)', 13, ')'],
    ['status in (a', 12, ')'],
    ['status in (1..5)', 12, ')'],
    ['status in (a or b)', 13, ')'],
    ['value:..', 8, 'a value'],
    ['value:1000 .. 5000', 11, 'and'],
    ['value > 1..5', 9, 'one value'],
    ['value:1..5..9', 10, 'and'],
    ['value:1..and', 9, 'a value'],
    ['..5', 0, 'a word'],
  ],
  sorting: [
    ['sort:', 5, 'a field'],
    ['sort:-', 6, 'a field'],
    ['sort:a,', 7, 'a field'],
    ['sort:and', 5, 'a field'],
    ['sort:a or b', 7, 'the end'],
    ['a or sort:b', 11, 'a word'],
    ['not sort:a', 4, 'a term'],
    ['(a sort:b)', 3, 'a term'],
    ['lead(sort:b)', 5, 'a term'],
    ['sort:value desc', 11, 'the end', 'sort:-value'],
    ['sort:value ASC', 11, 'the end', 'sort:value'],
    ['sort:-custom."A b" desc', 19, 'the end', 'sort:-custom."A b"'],
  ],
  'habits of other languages': [
    ['a && b', 2, 'a word', 'and'],
    ['a || b', 2, 'a word', 'or'],
    ['! a', 0, 'a word', 'not'],
  ],
};

for (const [title, rows] of Object.entries(mistakes)) {
  describe(title, () => {
    const cases = rows.map(([text, position, expected, suggestion]) => ({ text, position, expected, suggestion }));
    test.each(cases)('$text stops at $position for $expected', ({ text, position, expected, suggestion }) => {
      const { code, extra, message } = mistakeIn(text);
      expect(code).toBe('SEARCH_SYNTAX');
      expect(extra.position).toBe(position);
      expect(extra.expected).toContain(expected);
      expect(extra.suggestion).toBe(suggestion);
      expect(message).toContain(`At position ${position}: `);
      if (suggestion) expect(message).toContain(`Did you mean \`${suggestion}\`?`);
    });
  });
}

test('a message says what was expected, what stood there and what was meant', () => {
  expect(mistakeIn('date < 3 dyas ago').message).toBe(
    'At position 9: expected a unit of time, found `dyas`. Did you mean `days`?',
  );
  expect(mistakeIn('(a').message).toBe(
    'At position 2: expected one of: and, or, another term, ); found the end. The ( at position 0 is not closed.',
  );
  expect(mistakeIn(`a = = ${'x'.repeat(100)}`).extra.found).toBe('= =');
  expect(mistakeIn(`${'🎉'.repeat(100)}*`).extra.found).toBe(`${'🎉'.repeat(40)}…`);
});

describe('limits', () => {
  const { characters, depth, terms } = searchLimits;
  const nested = (levels: number) => `${'('.repeat(levels)}a${')'.repeat(levels)}`;
  const words = (count: number) => Array(count).fill('a').join(' ');

  test.each([
    ['parentheses', nested(depth), nested(depth + 1)],
    ['not', `${'not '.repeat(depth)}a`, `${'not '.repeat(depth + 1)}a`],
    ['names', `${'n('.repeat(depth)}a${')'.repeat(depth)}`, `${'n('.repeat(depth + 1)}a${')'.repeat(depth + 1)}`],
    [
      'not in',
      `${'('.repeat(depth - 1)}a not in (b)${')'.repeat(depth - 1)}`,
      nested(depth).replace('a', 'a not in (b)'),
    ],
    ['words', words(terms), words(terms + 1)],
    ['phrases', '"a"'.repeat(terms), '"a"'.repeat(terms + 1)],
    ['comparisons', 'a:b '.repeat(terms), 'a:b '.repeat(terms + 1)],
    ['values of a list', `a in (${Array(terms).fill(1)})`, `a in (${Array(terms + 1).fill(1)})`],
    ['keys of a sort', `sort:${Array(terms).fill('k')}`, `sort:${Array(terms + 1).fill('k')}`],
  ])('of %s are kept, and one more is refused', (_, most, tooMany) => {
    expect(() => parse(most)).not.toThrow();
    expect(mistakeIn(tooMany).code).toBe('SEARCH_SYNTAX');
  });

  test('longer text, NUL and half a surrogate pair are refused before they are read', () => {
    expect(() => parse('a'.repeat(characters))).not.toThrow();
    for (const text of ['a'.repeat(characters + 1), 'a\0b', 'a\ud800b']) {
      expect(mistakeIn(text).code).toBe('INVALID_INPUT');
    }
  });
});
