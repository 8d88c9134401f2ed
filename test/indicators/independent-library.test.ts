import { readFileSync } from 'node:fs';
import { ADX, ATR, EMA, SMA, WMA } from 'trading-signals';
import { describe, expect, test } from 'vitest';
import { averageDirectionalIndex } from '../../src/indicators/adx.js';
import { averageTrueRange } from '../../src/indicators/atr.js';
import { exponentialMovingAverage } from '../../src/indicators/ema.js';
import { simpleMovingAverage } from '../../src/indicators/sma.js';
import { weightedMovingAverage } from '../../src/indicators/wma.js';

/** S&P 500, daily, 2000-01-03 to 2020-04-17. */
const rows = readFileSync(new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
const [high, low, close] = [column(2), column(3), column(4)];
// On 2005-05-09 the range grew by the same on both sides. Wilder counts neither, the other library both: a cent decides it.
const TIED_DAY = 1343;
high[TIED_DAY]! += 0.01;

interface Streaming<T> {
  add(value: T): number | null;
}
const overCloses = (other: Streaming<number>) => Array.from(close, (price) => other.add(price));
const overBars = (other: Streaming<{ high: number; low: number; close: number }>) =>
  Array.from(close, (price, i) => other.add({ high: high[i]!, low: low[i]!, close: price }));

/** Largest relative difference from bar `start` on, where the other library must have a value at every bar. */
function worst(ours: Float64Array, theirs: readonly (number | null)[], start: number): number {
  let most = 0;
  for (let i = start; i < ours.length; i++) {
    most = Math.max(most, Math.abs(ours[i]! - (theirs[i] ?? NaN)) / Math.abs(ours[i]!));
  }
  return most;
}

test('the file holds what this test believes it holds', () => {
  expect(close.length).toBe(5105);
  expect(close[0]).toBe(1455.219971);
  expect(high[TIED_DAY]! - 0.01 - high[TIED_DAY - 1]!).toBeCloseTo(low[TIED_DAY - 1]! - low[TIED_DAY]!, 9);
});

describe.each([5, 14, 50])('over %i bars, on the S&P 500', (window) => {
  test('simple and weighted averages agree from their first value on', () => {
    expect(worst(simpleMovingAverage(close, window), overCloses(new SMA(window)), window - 1)).toBeLessThan(1e-13);
    expect(worst(weightedMovingAverage(close, window), overCloses(new WMA(window)), window - 1)).toBeLessThan(1e-13);
  });

  // The other library starts its exponential average with the first price, its ranges and movements with bar 0.
  test('what remembers its start agrees once the start is forgotten', () => {
    const settled = 40 * window;
    expect(worst(exponentialMovingAverage(close, window), overCloses(new EMA(window)), settled)).toBeLessThan(1e-9);
    expect(worst(averageTrueRange(high, low, close, window), overBars(new ATR(window)), settled)).toBeLessThan(1e-9);
    expect(worst(averageDirectionalIndex(high, low, close, window), overBars(new ADX(window)), settled)).toBeLessThan(
      1e-9,
    );
  });
});
