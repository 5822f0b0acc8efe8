import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytewise } from '../../src/value/text.ts';

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

test('texts stand as their bytes do, those beyond U+FFFF too', () => {
  // Close to each other, so that what differs is seldom the first character.
  const near = fc.array(fc.constantFrom('a', 'z', 'é', '\uD7FF', '\uE000', '\uFFFD', '🚀', '𝒳'), { maxLength: 4 });
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    near.map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareBytewise(a, b))).toBe(bytewise(a, b));
    }),
    { numRuns: 2000 },
  );
});

test('U+FFFD stands before a rocket, which JavaScript has the other way round', () => {
  expect('\uFFFD' < '🚀').toBe(false);
  expect(compareBytewise('\uFFFD', '🚀')).toBeLessThan(0);
});
