import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPermutation } from '../../src/search/permutation.js';

test('every place of the domain is hit exactly once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (size, seed) => {
      const permute = createPermutation(BigInt(size), seed);
      const hits = new Set(Array.from({ length: size }, (_, k) => permute(BigInt(k))));
      expect(hits.size).toBe(size);
      expect([...hits].every((place) => place >= 0n && place < BigInt(size))).toBe(true);
    }),
  );
});

test('domains beyond 2^64 stay inside and do not collide', () => {
  const size = 10n ** 40n + 7n;
  const permute = createPermutation(size, 5);
  const places = Array.from({ length: 300 }, (_, k) => permute(BigInt(k)));
  expect(new Set(places).size).toBe(300);
  expect(places.every((place) => place >= 0n && place < size)).toBe(true);
  expect(places.filter((place) => place > size / 2n).length).toBeGreaterThan(110);
});

test('a place outside the domain is refused', () => {
  const permute = createPermutation(5n, 1);
  expect(() => permute(5n)).toThrow(RangeError);
  expect(() => permute(-1n)).toThrow(RangeError);
});
