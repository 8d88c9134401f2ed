import { expect, test } from 'vitest';
import { averageTrueRange } from '../../src/indicators/atr.js';
import { crossingEvents } from '../../src/indicators/crossings.js';
import { simpleMovingAverage } from '../../src/indicators/sma.js';

/** high, low, close of the worked example of dma-atr-trend. */
const BARS = [
  [101, 98.5, 99],
  [100, 97.5, 98],
  [99, 96.5, 97],
  [98, 95.5, 96],
  [97.5, 95.5, 97],
  [99.5, 96.5, 99],
  [103.5, 98.5, 103],
  [105.5, 102.5, 105],
  [106, 103.5, 104],
  [107.5, 103, 107],
  [110.5, 106.5, 110],
  [111, 108, 109],
] as const;
const column = (k: 0 | 1 | 2) => Float64Array.from(BARS, (bar) => bar[k]);
const [high, low, close] = [column(0), column(1), column(2)];

test('the fast average crosses the slow one at bar 5 of the worked example', () => {
  const fast = simpleMovingAverage(close, 2);
  const slow = simpleMovingAverage(close, 4);
  expect([fast[4], slow[4], fast[5], slow[5]]).toEqual([96.5, 97, 98, 97.25]);
  expect(crossingEvents(fast, slow)).toEqual(Int32Array.of(5));
  expect(simpleMovingAverage(close, 6)[5]).toBeCloseTo(97.6667, 4);
});

test('the average true range starts at bar `window` as the mean of the first true ranges', () => {
  const ranges = averageTrueRange(high, low, close, 3);
  expect([...ranges.subarray(0, 4)]).toEqual([NaN, NaN, NaN, 2.5]);
  [2.333333, 2.555556, 3.37037, 3.246914].forEach((value, k) => expect(ranges[4 + k]).toBeCloseTo(value, 6));
});

test('averages that are equal on paper neither cross nor hide the crossing that follows', () => {
  const closes = Float64Array.of(10.9, 10.4, 10.7, 10.5, 10.3, 10.9, 10.8);
  expect(crossingEvents(simpleMovingAverage(closes, 2), simpleMovingAverage(closes, 4))).toEqual(Int32Array.of(6));
});
