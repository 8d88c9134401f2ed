import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/base/errors.js';
import { SOURCE_NAMES, type SourceName } from '../../src/data/market.js';
import { resample } from '../../src/data/resample.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const midnight = Date.UTC(2024, 0, 1);

/** Minute bars at the given minutes of the day; bar k has open 10 k, high + 2, low - 2, close + 1, volume k. */
function bars(minutes: readonly number[]): Record<SourceName, Float64Array> {
  const of = (f: (k: number) => number) => Float64Array.from(minutes, (_, k) => f(k));
  const time = Float64Array.from(minutes, (m) => midnight + m * MINUTE);
  return {
    time,
    open: of((k) => 10 * k + 10),
    high: of((k) => 10 * k + 12),
    low: of((k) => 10 * k + 8),
    close: of((k) => 10 * k + 11),
    volume: of((k) => k),
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);

test('a longer bar has the first open, the highest high, the lowest low, the last close and the sum of the volumes', () => {
  const { columns, coverage } = resample(bars(range(0, 10)), MINUTE, 5 * MINUTE, 'x');
  expect([...columns.time]).toEqual([midnight, midnight + 5 * MINUTE]);
  expect([...columns.open]).toEqual([10, 60]);
  expect([...columns.high]).toEqual([52, 102]);
  expect([...columns.low]).toEqual([8, 58]);
  expect([...columns.close]).toEqual([51, 101]);
  expect([...columns.volume]).toEqual([10, 35]);
  expect(coverage).toEqual({ fromMs: MINUTE, partial: 0, least: 1, dropped: 0 });
});

describe('the first and the last bar', () => {
  test('are left out when the data begin or end inside them', () => {
    const { columns, coverage } = resample(bars(range(3, 18)), MINUTE, 5 * MINUTE, 'x');
    expect([...columns.time]).toEqual([midnight + 5 * MINUTE, midnight + 10 * MINUTE]);
    expect(coverage.dropped).toBe(2);
  });

  test('stay when only a part in their middle is missing', () => {
    const { columns, coverage } = resample(bars([0, 2, 4, 5, 9]), MINUTE, 5 * MINUTE, 'x');
    expect([...columns.time]).toEqual([midnight, midnight + 5 * MINUTE]);
    expect(coverage).toMatchObject({ partial: 2, least: 0.4, dropped: 0 });
  });

  test('may be all there is, which is refused', () => {
    expect(() => resample(bars(range(1, 5)), MINUTE, 5 * MINUTE, 'x')).toThrow(DataError);
  });
});

test('a bar without any part does not exist', () => {
  const { columns } = resample(bars([0, 1, 2, 3, 4, 15, 16, 17, 18, 19]), MINUTE, 5 * MINUTE, 'x');
  expect([...columns.time]).toEqual([midnight, midnight + 15 * MINUTE]);
});

test('weeks begin on Mondays', () => {
  const days = range(0, 15).map((day) => day * 24 * 60);
  const { columns } = resample(bars(days), DAY, 7 * DAY, 'x');
  expect(Array.from(columns.time, (t) => new Date(t).toISOString().slice(0, 10))).toEqual(['2024-01-01', '2024-01-08']);
});

test.each([
  ['a shorter interval', 30_000],
  ['the same interval', MINUTE],
  ['an interval that is no multiple', 90_000],
])('%s is refused', (_, toMs) => {
  expect(() => resample(bars(range(0, 10)), MINUTE, toMs, 'x')).toThrow('summed up to a multiple of 1m');
});

test('bars that do not begin on the grid are refused', () => {
  const shifted = {
    ...bars(range(0, 10)),
    time: Float64Array.from(range(0, 10), (m) => midnight + m * HOUR + 30 * MINUTE),
  };
  expect(() => resample(shifted, HOUR, 4 * HOUR, 'x')).toThrow('begin at multiples of 1h');
});

test('summing up in two steps gives what one step gives', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 240 }), { minLength: 60 }), (minutes) => {
      const source = bars([0, ...minutes.filter((m) => m > 0 && m < 239).sort((a, b) => a - b), 239]);
      const five = resample(source, MINUTE, 5 * MINUTE, 'x').columns;
      const [first, last] = [five.time[0]!, five.time[five.time.length - 1]!];
      // A hole at the edge of a shorter bar drops that bar alone, so both ways are compared where neither lost its ends.
      fc.pre(first === midnight && last === midnight + 235 * MINUTE);
      const twice = resample(five, 5 * MINUTE, HOUR, 'x').columns;
      const once = resample(source, MINUTE, HOUR, 'x').columns;
      for (const name of SOURCE_NAMES) expect(twice[name]).toEqual(once[name]);
    }),
  );
});
