import { describe, expect, test } from 'vitest';
import { cutlerRelativeStrength } from '../../src/indicators/cutler-rsi.js';
import { priceSeededAverage } from '../../src/indicators/price-seeded-ema.js';
import { relativeStrengthIndex } from '../../src/indicators/rsi.js';
import { simpleAverageTrueRange } from '../../src/indicators/simple-atr.js';

const CLOSES = Float64Array.of(100, 101, 102, 101, 103, 104, 103, 106);
const HIGHS = Float64Array.of(100.5, 101.5, 102.5, 102.2, 103.5, 104.5, 104.2, 106.5);
const LOWS = Float64Array.of(99.5, 100.2, 101.1, 100.5, 101, 102.8, 102.6, 103);
const rounded = (series: Float64Array) => Array.from(series, (x) => Math.round(x * 1e6) / 1e6);

describe('on a worked example of eight bars', () => {
  test('an average that starts with the first price is defined at once', () => {
    expect(rounded(priceSeededAverage(CLOSES, 2))).toEqual([
      100, 100.666667, 101.555556, 101.185185, 102.395062, 103.465021, 103.155007, 105.051669,
    ]);
    expect(rounded(priceSeededAverage(CLOSES, 4))).toEqual([
      100, 100.4, 101.04, 101.024, 101.8144, 102.68864, 102.813184, 104.08791,
    ]);
  });

  test('the index over plain sums needs as many differences as its window', () => {
    expect(rounded(cutlerRelativeStrength(CLOSES, 3))).toEqual([NaN, NaN, NaN, 66.666667, 75, 75, 75, 80]);
  });

  test('the simple average range counts the first bar with its own range', () => {
    expect(rounded(simpleAverageTrueRange(HIGHS, LOWS, CLOSES, 3))).toEqual([
      NaN,
      NaN,
      1.333333,
      1.566667,
      1.9,
      1.966667,
      1.933333,
      2.266667,
    ]);
  });

  test("Wilder's index starts with the plain one and then remembers", () => {
    // Mean gains 2/3, 10/9, 29/27, 58/81, 359/243; mean losses 1/3, 2/9, 4/27, 35/81, 70/243.
    const expected = [66.666667, 83.333333, 87.878788, 62.365591, 83.682984];
    expect(rounded(relativeStrengthIndex(CLOSES, 3)).slice(3)).toEqual(expected);
  });
});

test('an index without losses is 100, without any movement 50, without gains 0', () => {
  for (const index of [cutlerRelativeStrength, relativeStrengthIndex]) {
    expect(index(Float64Array.of(1, 2, 3), 2)[2]).toBe(100);
    expect(index(Float64Array.of(1, 1, 1), 2)[2]).toBe(50);
    expect(index(Float64Array.of(3, 2, 1), 2)[2]).toBe(0);
  }
});
