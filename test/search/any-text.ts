/** Texts as people and programs spoil them. */
import fc from 'fast-check';

const piece = fc.oneof(
  fc.constantFrom(
    ...'()":=<>!.,*\\\'-$ \t0aZ_%',
    '..',
    '\\"',
    '\\\\',
    '""',
    '<=',
    'é',
    'ß',
    'İ',
    '🎉',
    '\u00a0',
    '\u200b',
  ),
  fc.constantFrom(' and ', ' or ', ' not ', ' in (', 'sort:', 'custom.', ' ago', 'last week', 'value:', '\0', '\ud800'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

type Mutate = (text: string, at: number, to: number, piece: string) => string;
const mutations: readonly Mutate[] = [
  (text, at, _, inserted) => text.slice(0, at) + inserted + text.slice(at),
  (text, at, to) => text.slice(0, at) + text.slice(to),
  (text, at, to) => text.slice(0, to) + text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
  (text, at, to, replacement) => text.slice(0, at) + replacement + text.slice(to),
  (text, at) => text.slice(0, at),
];

const mutation = fc.record({
  mutate: fc.constantFrom(...mutations),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 8 }),
  piece,
});
const mutationsOf = (queries: readonly string[]) =>
  fc.tuple(fc.constantFrom(...queries), fc.array(mutation, { minLength: 1, maxLength: 6 })).map(([query, steps]) =>
    steps.reduce((text, step) => {
      const at = Math.floor(step.from * text.length);
      return step.mutate(text, at, at + step.length, step.piece);
    }, query),
  );
const random = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** Three in four are spoiled searches, the others nonsense. */
export const anyText = (queries: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: mutationsOf(queries), weight: 3 }, { arbitrary: random, weight: 1 });
