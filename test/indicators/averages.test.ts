import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sum } from '../../src/base/stats.js';
import { movingAverage } from '../../src/indicators/_averages.js';
import { exponentialMovingAverage } from '../../src/indicators/ema.js';
import { simpleMovingAverage } from '../../src/indicators/sma.js';
import { weightedMovingAverage } from '../../src/indicators/wma.js';

type Average = (input: Float64Array, window: number) => Float64Array;

const off = (value: number, reference: number) => Math.abs(value - reference) / Math.abs(reference);

/** The definition, with nothing carried from bar to bar. */
const afresh: Record<'sma' | 'wma', (values: Float64Array) => number> = {
  sma: (values) => sum(values) / values.length,
  wma: (values) => sum(values.map((x, k) => x * (k + 1))) / ((values.length * (values.length + 1)) / 2),
};
const rolling: Record<'sma' | 'wma', Average> = { sma: simpleMovingAverage, wma: weightedMovingAverage };

/** Prices in whole ticks of 0.01 that jump between regimes of very different size. */
function roughPrices(length: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (10 ** ((Math.floor(i / 5000) % 5) * 2) * (1 + (state % 10_000) / 10_000)) / 100;
  });
}

describe.each(['sma', 'wma'] as const)('%s', (name) => {
  test('stays within 1e-13 of the definition after a million bars, also across jumps by 1e8', () => {
    const prices = roughPrices(1_000_000);
    for (const window of [1, 7, 200]) {
      const values = rolling[name](prices, window);
      let worst = 0;
      for (let i = window - 1; i < prices.length; i += 811) {
        worst = Math.max(worst, off(values[i]!, afresh[name](prices.subarray(i - window + 1, i + 1))));
      }
      expect(worst).toBeLessThan(1e-13);
    }
  });

  test('equals the definition at every bar', () => {
    const inputs = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 12 }), (list, window) => {
        const prices = Float64Array.from(list);
        rolling[name](prices, window).forEach((value, i) => {
          if (i < window - 1) expect(value).toBe(NaN);
          else expect(off(value, afresh[name](prices.subarray(i - window + 1, i + 1)))).toBeLessThan(1e-13);
        });
      }),
    );
  });
});

test('the simple average of a line is the line (window - 1) / 2 bars before', () => {
  const line = Float64Array.from({ length: 50 }, (_, i) => 10 + 2 * i);
  simpleMovingAverage(line, 9).forEach((value, i) => {
    if (i >= 8) expect(value).toBe(line[i - 4]);
  });
});

test('the weighted average of a line is the line (window - 1) / 3 bars before', () => {
  const line = Float64Array.from({ length: 50 }, (_, i) => 10 + 2 * i);
  weightedMovingAverage(line, 10).forEach((value, i) => {
    if (i >= 9) expect(value).toBe(line[i - 3]);
  });
});

test('the exponential average starts as the simple one of its first window', () => {
  const values = exponentialMovingAverage(Float64Array.of(1, 2, 6, 5, 9), 3);
  expect([...values]).toEqual([NaN, NaN, 3, 4, 6.5]);
});

test.each<[string, Average]>([
  ['simple', simpleMovingAverage],
  ['exponential', exponentialMovingAverage],
  ['weighted', weightedMovingAverage],
])('the %s average of a constant is the constant', (_, average) => {
  expect([...average(new Float64Array(300).fill(128.25), 7).subarray(6)]).toEqual(Array<number>(294).fill(128.25));
});

test.each([
  [14, 97],
  [50, 346],
  [200, 1382],
])(
  'the exponential average of %i bars has forgotten its start to 1e-6 after %i bars, and not one earlier',
  (window, bars) => {
    const impulse = new Float64Array(window + bars);
    impulse.fill(1, 0, window);
    const values = exponentialMovingAverage(impulse, window);
    expect(values[window - 1 + bars]!).toBeLessThan(1e-6);
    expect(values[window - 1 + bars - 1]!).toBeGreaterThan(1e-6);
  },
);

test('an average of an average starts where both are warm', () => {
  const prices = Float64Array.from({ length: 10 }, (_, i) => i + 1);
  const twice = simpleMovingAverage(simpleMovingAverage(prices, 3), 4);
  expect(twice.findIndex((value) => !Number.isNaN(value))).toBe(5);
  expect(twice[5]).toBe(3.5);
  expect(exponentialMovingAverage(simpleMovingAverage(prices, 3), 4)[5]).toBe(3.5);
  expect(weightedMovingAverage(simpleMovingAverage(prices, 3), 4)[5]).toBe(4);
});

test('a moving average is requested by the name of its type, on the close unless told otherwise', () => {
  expect(movingAverage('SMA', 20).key).toBe('sma({"window":20};close)');
  expect(movingAverage('EMA', 20, 'volume').key).toBe('ema({"window":20};volume)');
  expect(movingAverage('WMA', 5, movingAverage('SMA', 3)).key).toBe('wma({"window":5};sma({"window":3};close))');
});
