import { expect, test } from 'vitest';
import { kindOfId, newId } from '../../src/value/id.ts';

test('an id is its prefix and 43 base62 characters, and never the same twice', () => {
  const ids = Array.from({ length: 1000 }, () => newId('opportunity'));
  for (const id of ids) expect(id).toMatch(/^oppo_[0-9A-Za-z]{43}$/);
  expect(new Set(ids).size).toBe(1000);
});

test('the kind of an object is read from its id, and nothing is read from a forged one', () => {
  expect(kindOfId(newId('customField'))).toBe('customField');
  expect(kindOfId('constructor_x')).toBeUndefined();
  expect(kindOfId('')).toBeUndefined();
});
