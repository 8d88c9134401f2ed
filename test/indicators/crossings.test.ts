import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareAverages } from '../../src/indicators/_tie.js';
import { crossingEvents } from '../../src/indicators/crossings.js';

const crossingsOf = (x: readonly number[], y: readonly number[]) => [
  ...crossingEvents(Float64Array.from(x), Float64Array.from(y)),
];

test('a crossing upwards is the bar, one downwards its complement', () => {
  expect(crossingsOf([1, 3, 3, 1], [2, 2, 2, 2])).toEqual([1, ~3]);
});

test('after a touch the departure is a crossing, whichever side the series came from', () => {
  expect(crossingsOf([1, 2, 3], [2, 2, 2])).toEqual([2]);
  expect(crossingsOf([3, 2, 3], [2, 2, 2])).toEqual([2]);
  expect(crossingsOf([3, 2, 2, 1], [2, 2, 2, 2])).toEqual([~3]);
});

test('no crossing is told while any of its four values is undefined', () => {
  expect(crossingsOf([NaN, 3, 1], [2, 2, 2])).toEqual([~2]);
  expect(crossingsOf([1, 3, 1], [NaN, 2, 2])).toEqual([~2]);
  expect(crossingsOf([1, NaN, 3], [2, 2, 2])).toEqual([]);
});

test('a difference of 1e-12 of the second value is a tie, on both bars', () => {
  const equal = 100 * (1 + 0.9e-12);
  const above = 100 * (1 + 1.2e-12);
  expect([compareAverages(equal, 100), compareAverages(100, equal), compareAverages(above, 100)]).toEqual([0, 0, 1]);
  expect(crossingsOf([99, equal, 101], [100, 100, 100])).toEqual([2]);
  expect(crossingsOf([equal, above], [100, 100])).toEqual([1]);
});

test('zero is compared exactly, and what is not defined compares with nothing', () => {
  expect([compareAverages(0, 0), compareAverages(1e-300, 0), compareAverages(-1e-300, 0)]).toEqual([0, 1, -1]);
  expect([compareAverages(NaN, 1), compareAverages(1, NaN)]).toEqual([NaN, NaN]);
});

test('crossings up and down that follow each other without a touch alternate', () => {
  const series = fc.array(
    fc.integer({ min: -3, max: 3 }).filter((v) => v !== 0),
    { minLength: 2, maxLength: 300 },
  );
  fc.assert(
    fc.property(series, (list) => {
      const events = crossingsOf(
        list,
        list.map(() => 0),
      );
      const expected = list.flatMap((v, i) =>
        i > 0 && Math.sign(v) !== Math.sign(list[i - 1]!) ? [v > 0 ? i : ~i] : [],
      );
      expect(events).toEqual(expected);
    }),
  );
});
