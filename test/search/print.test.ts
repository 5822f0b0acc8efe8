/** The law of the canonical text: reading what was printed gives the tree that was printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/search/parser.ts';
import { isPlain, print } from '../../src/search/print.ts';
import { comparators, join, type Query, type Syntax, searchLimits } from '../../src/search/syntax.ts';
import { runs } from '../runs.ts';
import { withoutPositions } from './positions.ts';

const nowhere = { start: 0, end: 0 };

/** Any text but blank text, with what the language gives a meaning to more often than by chance. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('"', '\\', '.', '..', ',', ' ', ':', '(', ')', '*', "'", '-', '=', '!', '<', '$1,000', 'ß', '🎉'),
      fc.constantFrom('and', 'or', 'not', 'in', 'sort', 'ago', 'days', 'last', 'week', 'custom.', '30'),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((joined) => joined.trim() !== '');

const wordlike = fc.oneof(
  fc.constantFrom(
    'value',
    'in',
    'ago',
    '30',
    'days',
    'last',
    'week',
    '5k',
    '-100',
    '$5',
    'me',
    'custom.cf_X',
    'naïve',
    'wait...',
    'a...b',
  ),
  text,
);
const isWord = (word: string) => isPlain(word) && isPlain(word, 'list') && !['&&', '||', '!'].includes(word);
const word = wordlike.filter(isWord);
const name = fc
  .record({
    text: fc.oneof(
      word,
      text,
      text.map((rest) => `custom.${rest}`),
    ),
  })
  .map((given) => ({ ...nowhere, ...given }));
const quoted = fc.oneof(text, fc.constant('')).map((given) => ({ ...nowhere, text: given, quoted: true }));
const time = fc.constantFrom(
  '30 days ago',
  '1 Week ago',
  'last week',
  'This quarter',
  '2026-01-01T10:20',
  'https://x.y',
);
const unquoted = fc.oneof(word, time).map((given) => ({ ...nowhere, text: given, quoted: false }));
const value = fc.oneof(unquoted, quoted);
// `1.` and `..5` side by side would be an ellipsis.
const bound = value.filter((given) => given.quoted || !/^\.|\.$/.test(given.text));

const leaf: fc.Arbitrary<Syntax> = fc.oneof(
  fc.constant<Syntax>({ kind: 'every', ...nowhere }),
  word.map((given): Syntax => ({ kind: 'word', text: given, ...nowhere })),
  text.map((given): Syntax => ({ kind: 'phrase', text: given, ...nowhere })),
  fc
    .record({ field: name, comparator: fc.constantFrom(...comparators), value })
    .map((given): Syntax => ({ kind: 'compare', ...given, ...nowhere })),
  fc
    .oneof(
      fc.record({ field: name, from: bound, to: bound }, { requiredKeys: ['field', 'from'] }),
      fc.record({ field: name, to: bound }),
    )
    .map((given): Syntax => ({ kind: 'range', ...given, ...nowhere })),
  fc
    .record({ field: name, values: fc.array(value, { minLength: 1, maxLength: 3 }) })
    .map((given): Syntax => ({ kind: 'in', ...given, ...nowhere })),
  name.map((field): Syntax => ({ kind: 'present', field, ...nowhere })),
);

const { tree } = fc.letrec<{ tree: Syntax }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        tie('tree'),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      )
      .map(([kind, first, others]) => join(kind, first, ...others)),
    tie('tree').map((term): Syntax => ({ kind: 'not', term, ...nowhere })),
    fc.tuple(word, tie('tree')).map(([given, query]): Syntax => {
      return { kind: 'nested', name: { text: given, ...nowhere }, query, ...nowhere };
    }),
  ),
}));

const sort = fc.array(
  fc.record({ field: name, descending: fc.boolean() }).map((key) => ({ ...key, ...nowhere })),
  { maxLength: 3 },
);
const query: fc.Arbitrary<Query> = fc.record({ tree, sort });

test('a printed query is read as the query it was printed from', () => {
  fc.assert(
    fc.property(query, (given) => {
      const printed = print(given);
      fc.pre(printed.length <= searchLimits.characters);
      expect(withoutPositions(parse(printed))).toEqual(withoutPositions(given));
    }),
    { numRuns: runs(2_000) },
  );
});
