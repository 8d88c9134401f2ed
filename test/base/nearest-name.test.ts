import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearestName } from '../../src/base/nearest-name.js';

const KNOWN = ['workers', 'sampler', 'space', 'strategy', 'short_ma_window', 'long_ma_window'];

test('the nearest known name is found within two edits', () => {
  expect(nearestName('worker', KNOWN)).toBe('workers');
  expect(nearestName('smapler', KNOWN)).toBe('sampler');
  expect(nearestName('shortMaWindow', KNOWN)).toBe('short_ma_window');
  expect(nearestName('Short-MA-window', KNOWN)).toBe('short_ma_window');
});

test('a name that is near nothing has no nearest name', () => {
  expect(nearestName('zzzzzzzz', KNOWN)).toBeUndefined();
  expect(didYouMean('zzzzzzzz', ['a_name', 'b_name'])).toBe('known: a_name, b_name');
});

test('swapped neighbours are one edit', () => {
  expect(editDistance('sampler', 'smapler')).toBe(1);
});

test('any two edits of a known name are recognised', () => {
  fc.assert(
    fc.property(fc.nat(13), fc.nat(13), fc.constantFrom(...'qxz'), (a, b, letter) => {
      const name = 'short_ma_window';
      const once = name.slice(0, a) + letter + name.slice(a + 1);
      expect(nearestName(once.slice(0, b) + once.slice(b + 1), KNOWN)).toBe(name);
    }),
  );
});

test('a very long name is answered at once', () => {
  expect(nearestName('x'.repeat(1_000_000), KNOWN)).toBeUndefined();
});
