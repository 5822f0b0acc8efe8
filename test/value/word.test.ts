import { expect, test } from 'vitest';
import { blankClass, isSeparator, otherBlanks } from '../../src/value/word.ts';

const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

test('a blank is what JavaScript calls so: by its class, one by one, and as what separates words', () => {
  const blanks = characters.filter((character) => /\s/.test(character));
  expect(characters.filter((character) => new RegExp(`[${blankClass}]`).test(character))).toEqual(blanks);
  expect([' ', ...otherBlanks].toSorted()).toEqual(blanks.toSorted());
  expect(blanks.filter((character) => !isSeparator(character))).toEqual([]);
});
