import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageDirectionalIndex } from '../../src/indicators/adx.js';
import { averageTrueRange } from '../../src/indicators/atr.js';
import { trueRanges } from '../../src/indicators/true-range.js';

interface Bar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}
const column = (bars: readonly Bar[], name: keyof Bar) => Float64Array.from(bars, (bar) => bar[name]);
const columns = (bars: readonly Bar[]) => [column(bars, 'high'), column(bars, 'low'), column(bars, 'close')] as const;

/** Prices in whole steps, so that equal moves and bars without range are common. */
const price = fc.integer({ min: 40, max: 60 }).map((steps) => steps / 4);
const bars = fc.array(
  fc.tuple(price, price, price).map((three): Bar => {
    const [low, close, high] = three.toSorted((a, b) => a - b) as [number, number, number];
    return { low, close, high };
  }),
  { minLength: 1, maxLength: 60 },
);
const windows = fc.integer({ min: 1, max: 7 });

/** The recurrence as the book tells it, on lists. */
function wilderMeans(values: readonly number[], window: number): number[] {
  const means: number[] = [];
  let mean = values.slice(0, window).reduce((a, b) => a + b, 0) / window;
  for (let k = window; k <= values.length; k++) {
    means.push(mean);
    mean += ((values[k] ?? 0) - mean) / window;
  }
  return means;
}

function rangesByTheBook(list: readonly Bar[]): number[] {
  return list.slice(1).map((bar, k) => {
    const before = list[k]!.close;
    return Math.max(bar.high - bar.low, Math.abs(bar.high - before), Math.abs(bar.low - before));
  });
}

const matches = (values: Float64Array, first: number, expected: readonly number[]) => {
  expect([...values.subarray(0, first)]).toEqual(Array<number>(Math.min(first, values.length)).fill(NaN));
  expected.forEach((value, k) => expect(values[first + k]).toBeCloseTo(value, 9));
  expect(values.length - Math.min(first, values.length)).toBe(expected.length);
};

test("the average true range is Wilder's mean of the true ranges from bar 1 on", () => {
  fc.assert(
    fc.property(bars, windows, (list, window) => {
      matches(trueRanges(...columns(list)), 1, rangesByTheBook(list));
      matches(averageTrueRange(...columns(list), window), window, wilderMeans(rangesByTheBook(list), window));
    }),
  );
});

test("the average directional index is Wilder's mean of the directional index, itself made of Wilder's means", () => {
  fc.assert(
    fc.property(bars, windows, (list, window) => {
      const ranges = wilderMeans(rangesByTheBook(list), window);
      const movement = (direction: 'up' | 'down') =>
        list.slice(1).map((bar, k) => {
          const up = bar.high - list[k]!.high;
          const down = list[k]!.low - bar.low;
          const [own, other] = direction === 'up' ? [up, down] : [down, up];
          return own > other && own > 0 ? own : 0;
        });
      const rising = wilderMeans(movement('up'), window);
      const falling = wilderMeans(movement('down'), window);
      const strength = ranges.map((range, k) => {
        const total = rising[k]! + falling[k]!;
        // Neither index exists without range, and neither moved without movement.
        return range > 0 && total > 0 ? (100 * Math.abs(rising[k]! - falling[k]!)) / total : 0;
      });
      matches(averageDirectionalIndex(...columns(list), window), 2 * window - 1, wilderMeans(strength, window));
    }),
    { numRuns: 300 },
  );
});

test('the average true range of bars of one range is that range', () => {
  const flat = Array.from({ length: 30 }, (): Bar => ({ low: 99, close: 100, high: 101 }));
  expect([...averageTrueRange(...columns(flat), 14).subarray(14)]).toEqual(Array<number>(16).fill(2));
});

test.each([
  [14, 187],
  [50, 684],
  [200, 2757],
])("Wilder's mean of %i bars has forgotten its start to 1e-6 after %i bars, and not one earlier", (window, length) => {
  const list = Array.from({ length: window + 1 + length }, (_, i): Bar => ({
    low: 0,
    close: 0,
    high: i <= window ? 1 : 0,
  }));
  const values = averageTrueRange(...columns(list), window);
  expect(values[window + length]!).toBeLessThan(1e-6);
  expect(values[window + length - 1]!).toBeGreaterThan(1e-6);
});

test('a steady climb has an average directional index of 100, and a market without range one of 0', () => {
  const climb = Array.from({ length: 20 }, (_, i): Bar => ({ low: i, close: i + 1, high: i + 1 }));
  averageDirectionalIndex(...columns(climb), 3).forEach((value, i) => {
    if (i >= 5) expect(value).toBeCloseTo(100, 12);
  });
  const flat = Array.from({ length: 12 }, (): Bar => ({ low: 7, close: 7, high: 7 }));
  expect([...averageDirectionalIndex(...columns(flat), 2).subarray(3)]).toEqual(Array<number>(9).fill(0));
});
