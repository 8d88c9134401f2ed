import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleDeviation } from '../../src/base/stats.js';
import { rollingKellyFraction } from '../../src/indicators/kelly-fraction.js';
import { rollingReturnsDeviation } from '../../src/indicators/returns-deviation.js';

const returnsOf = (prices: Float64Array) => prices.slice(1).map((price, k) => price / prices[k]! - 1);

/** Prices whose steps repeat and vanish now and then, so that windows without movement occur. */
const pricePaths = fc
  .array(fc.oneof(fc.constantFrom(0, 0, 0.01, -0.01), fc.double({ min: -0.3, max: 0.3, noNaN: true })), {
    minLength: 1,
    maxLength: 80,
  })
  .map((steps) => {
    const prices = [100];
    for (const step of steps) prices.push(prices.at(-1)! * (1 + step));
    return Float64Array.from(prices);
  });
const windows = fc.integer({ min: 2, max: 9 });

test('the rolling deviation of returns equals that of each window alone', () => {
  fc.assert(
    fc.property(pricePaths, windows, (prices, window) => {
      const returns = returnsOf(prices);
      rollingReturnsDeviation(prices, window).forEach((value, i) => {
        if (i < window) return expect(value).toBe(NaN);
        const held = returns.subarray(i - window, i);
        const largest = Math.max(...held.map(Math.abs));
        expect(Math.abs(value - sampleDeviation(held))).toBeLessThanOrEqual(2e-12 * largest);
      });
    }),
    { numRuns: 500 },
  );
});

test('a quiet stretch after a wild one has no deviation at all', () => {
  const prices = Float64Array.from({ length: 120 }, (_, i) => (i < 60 ? 100 + 37 * Math.sin(i * i) : 81.3));
  const deviations = rollingReturnsDeviation(prices, 20);
  expect(deviations[79]!).toBeGreaterThan(0);
  expect([...deviations.subarray(80)]).toEqual(Array<number>(40).fill(0));
});

test('steady growth has no deviation', () => {
  const prices = Float64Array.from({ length: 100 }, (_, i) => 100 * 1.001 ** i);
  expect([...rollingReturnsDeviation(prices, 20).subarray(20)]).toEqual(Array<number>(80).fill(0));
});

test('the Kelly fraction follows from the share of gains and the payoff', () => {
  // Returns +50 %, -25 %, +50 %, 0: p = 2/3, b = 2, f = (4/3 - 1/3) / 2.
  const fractions = rollingKellyFraction(Float64Array.of(64, 96, 72, 108, 108), 4);
  expect([...fractions.subarray(0, 4)]).toEqual([NaN, NaN, NaN, NaN]);
  expect(fractions[4]).toBeCloseTo(0.5, 15);
});

test('the Kelly fraction is 0 where gains do not pay for losses, and where there are only gains, only losses or neither', () => {
  const last = (...prices: number[]) => rollingKellyFraction(Float64Array.from(prices), prices.length - 1).at(-1);
  expect([last(100, 110, 88), last(100, 110, 121), last(100, 90, 81), last(100, 100, 100)]).toEqual([0, 0, 0, 0]);
});

test('the rolling Kelly fraction equals that of each window alone', () => {
  fc.assert(
    fc.property(pricePaths, windows, (prices, window) => {
      const returns = returnsOf(prices);
      rollingKellyFraction(prices, window).forEach((value, i) => {
        if (i < window) return expect(value).toBe(NaN);
        const held = [...returns.subarray(i - window, i)];
        const gains = held.filter((r) => r > 0);
        const losses = held.filter((r) => r < 0);
        const average = (list: readonly number[]) => list.reduce((a, b) => a + Math.abs(b), 0) / list.length;
        const p = gains.length / (gains.length + losses.length);
        const b = average(gains) / average(losses);
        const expected = gains.length > 0 && losses.length > 0 ? Math.max(0, (b * p - (1 - p)) / b) : 0;
        expect(value).toBeCloseTo(expected, 9);
      });
    }),
    { numRuns: 500 },
  );
});
