import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centralMoments, downsideDeviation, mean, quantile, sampleDeviation, sum } from '../../src/base/stats.js';

const numbers = (minLength: number, size = 1e6) =>
  fc
    .array(fc.double({ min: -size, max: size, noNaN: true }), { minLength, maxLength: 60 })
    .map((list) => Float64Array.from(list, (x) => (Math.abs(x) < 1e-100 ? 0 : x)));

test('a sum carries its rounding errors along', () => {
  expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  expect(sum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
});

test('nothing has no mean, no deviation and no quantile, but a sum of 0', () => {
  const none = new Float64Array(0);
  expect(sum(none)).toBe(0);
  expect([mean(none), sampleDeviation(none), downsideDeviation(none), quantile(none, 0.5)]).toEqual([
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
  expect(centralMoments(none)).toEqual({ second: NaN, third: NaN, fourth: NaN });
});

test('one value has a mean and no sample deviation', () => {
  expect(mean(Float64Array.of(7))).toBe(7);
  expect(sampleDeviation(Float64Array.of(7))).toBe(NaN);
});

test('values that differ by rounding only do not deviate', () => {
  const growth = Float64Array.from({ length: 365 }, (_, i) => (100 * 1.001 ** (i + 1)) / (100 * 1.001 ** i) - 1);
  expect(new Set(growth).size).toBeGreaterThan(1);
  expect(sampleDeviation(growth)).toBe(0);
  expect(sampleDeviation(Float64Array.of(0.1, 0.1 * (1 + 1e-11)))).toBeGreaterThan(0);
});

test('a sample deviation survives a large offset', () => {
  expect(sampleDeviation(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16))).toBeCloseTo(Math.sqrt(30), 12);
});

test('a downside deviation is taken over all values, not only over the negative ones', () => {
  expect(downsideDeviation(Float64Array.of(3, -4, 5, 0))).toBe(2);
  expect(downsideDeviation(Float64Array.of(0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04))).toBeCloseTo(
    0.0226385,
    7,
  );
  expect(downsideDeviation(Float64Array.of(1, 2))).toBe(0);
});

test('moments are means over n of powers of the distance from the mean', () => {
  expect(centralMoments(Float64Array.of(0, 0, 0, 4))).toEqual({ second: 3, third: 6, fourth: 21 });
});

test('a quantile interpolates between order statistics', () => {
  const values = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
  expect(quantile(Float64Array.from(values), 0.05)).toBeCloseTo(-0.079, 15);
  expect(quantile(Float64Array.from(values), 0)).toBe(-0.1);
  expect(quantile(Float64Array.from(values), 1)).toBe(0.1);
  expect(quantile(Float64Array.of(5), 0.05)).toBe(5);
});

test('a quantile is the interpolated entry of the sorted values, ties or not', () => {
  const shares = fc.double({ min: 0, max: 1, noNaN: true });
  const values = fc.oneof(
    numbers(1),
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }).map((v) => Float64Array.from(v)),
  );
  fc.assert(
    fc.property(values, shares, (list, share) => {
      const sorted = list.toSorted();
      const position = share * (list.length - 1);
      const k = Math.floor(position);
      const next = sorted[Math.min(k + 1, list.length - 1)]!;
      expect(quantile(list.slice(), share)).toBe(
        k + 1 < list.length ? sorted[k]! + (position - k) * (next - sorted[k]!) : sorted[k],
      );
    }),
    { numRuns: 500 },
  );
});

test('scaling by a power of two scales every statistic exactly', () => {
  fc.assert(
    fc.property(numbers(2), (values) => {
      const scaled = values.map((x) => x * 8);
      expect(mean(scaled)).toBe(8 * mean(values));
      expect(sampleDeviation(scaled)).toBe(8 * sampleDeviation(values));
      expect(downsideDeviation(scaled)).toBe(8 * downsideDeviation(values));
      expect(quantile(scaled.slice(), 0.3)).toBe(8 * quantile(values.slice(), 0.3));
    }),
  );
});

test('inputs are left as they were', () => {
  const values = Float64Array.of(3, -1, 2);
  mean(values);
  sampleDeviation(values);
  downsideDeviation(values);
  centralMoments(values);
  expect(values).toEqual(Float64Array.of(3, -1, 2));
});
