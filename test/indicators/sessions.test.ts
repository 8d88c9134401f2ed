import { describe, expect, test } from 'vitest';
import { averageDirectionalIndex } from '../../src/indicators/adx.js';
import { averageTrueRange } from '../../src/indicators/atr.js';
import { engulfingBars } from '../../src/indicators/engulfing.js';
import { previousSessionLevels } from '../../src/indicators/previous-session-level.js';
import { rangeDirection } from '../../src/indicators/price-structure.js';
import { relativeVolumes } from '../../src/indicators/relative-volume.js';
import { sessionAverageRange } from '../../src/indicators/session-atr.js';
import { sessionVwaps } from '../../src/indicators/session-vwap.js';

const of = (...values: number[]) => Float64Array.from(values);

test('relative volume leaves the bar itself out of its measure (E2)', () => {
  const values = relativeVolumes(of(1000, 900, 1100, 950, 1050, 2600), 5);
  expect(Array.from(values.slice(0, 5))).toEqual([NaN, NaN, NaN, NaN, NaN]);
  expect(values[5]).toBeCloseTo(2.6, 12);
  expect(relativeVolumes(of(0, 0, 7), 2)[2]).toBe(0);
});

test('levels of the session before: 105 / 100 has its value area from 101.25 to 103.75 (E2)', () => {
  const level = (share: number) => previousSessionLevels(of(104, 105, 103), of(101, 100, 102), of(0, 0, 1), share);
  expect(Array.from(level(0.25))).toEqual([NaN, NaN, 101.25]);
  expect(Array.from(level(0.75))).toEqual([NaN, NaN, 103.75]);
});

test('the volume-weighted price sums typical prices, needs five bars and begins anew with each session (E2)', () => {
  const high = of(100.4, 100.5, 100.6, 1, 1, 9);
  const low = of(99.9, 100.1, 100, 1, 1, 9);
  const close = of(100.2, 100.3, 100.1, 1, 1, 9);
  const volume = of(1000, 900, 1100, 0, 0, 5);
  const values = sessionVwaps(high, low, close, volume, of(0, 0, 0, 0, 0, 0));
  expect(Array.from(values.slice(0, 4))).toEqual([NaN, NaN, NaN, NaN]);
  expect(values[4]).toBeCloseTo(100.231111, 6);
  expect(sessionVwaps(high, low, close, volume, of(0, 0, 0, 0, 0, 1))[5]).toBe(NaN);
  const late = sessionVwaps(high, low, close, volume, of(0, 0, 0, 0, 0, 0), () => 1);
  expect([late[4], late[5]]).toEqual([NaN, expect.closeTo((100.3 * 900 + (300.7 / 3) * 1100 + 45) / 2005, 9)]);
});

test('the ADX is the canonical one (E2)', () => {
  const high = of(10, 10.4, 10.9, 11, 11.6, 12, 11.9, 12.5);
  const low = of(9.5, 9.9, 10.3, 10.5, 10.9, 11.5, 11.2, 11.8);
  const close = of(9.8, 10.3, 10.6, 10.7, 11.5, 11.6, 11.5, 12.4);
  const values = averageDirectionalIndex(high, low, close, 3);
  expect(Array.from(values.slice(0, 5))).toEqual([NaN, NaN, NaN, NaN, NaN]);
  [100, 82.2951, 78.3427].forEach((value, k) => expect(values[5 + k]).toBeCloseTo(value, 4));
});

test('an average range that counts the first bar starts one bar earlier', () => {
  const [high, low, close] = [of(2, 4, 4, 5), of(1, 2, 3, 1), of(1, 3, 3, 2)];
  expect(Array.from(averageTrueRange(high, low, close, 2, true))).toEqual([NaN, 2, 1.5, 2.75]);
  expect(Array.from(averageTrueRange(high, low, close, 2))).toEqual([NaN, NaN, 2, 3]);
});

describe('the average range of bars inside sessions', () => {
  // Three sessions: four minutes with a hole in place of minute 2, two minutes, one minute.
  const high = of(2, 4, 5, 6, 9, 3);
  const low = of(1, 2, 4, 5, 7, 2);
  const close = of(2, 3, 5, 6, 8, 3);
  const session = of(0, 0, 0, 1, 1, 2);
  const minute = of(0, 1, 3, 0, 1, 0);
  const rangesOf = (minutes: number | null, window: number) =>
    Array.from(sessionAverageRange(high, low, close, session, minute, minutes, window));

  test('is that of the sessions before, one value a session', () => {
    // Sessions: 5/1 c 5, 9/5 c 8.
    expect(rangesOf(null, 1)).toEqual([NaN, NaN, NaN, 4, 4, 4]);
    expect(rangesOf(null, 2)).toEqual([NaN, NaN, NaN, NaN, NaN, 4]);
  });

  test('cuts bars from the open, skips empty ones and reaches back over the night', () => {
    // Bars of two minutes: 4/1 c 3, 5/4 c 5 (range 2), then 9/5 c 8 (range 4).
    expect(rangesOf(2, 1)).toEqual([NaN, NaN, NaN, 2, 2, 4]);
    expect(rangesOf(2, 2)).toEqual([NaN, NaN, NaN, 2.5, 2.5, 3.25]);
    // Of one minute: 1, 2, 2 | 1, 3.
    expect(rangesOf(1, 3)[3]).toBeCloseTo(5 / 3, 12);
  });
});

test('engulfing bodies are strict and stay inside a session', () => {
  const open = of(10, 8.9, 11.1, 9, 8);
  const close = of(9, 10.1, 8.8, 8, 9.5);
  expect(Array.from(engulfingBars(open, close, of(0, 0, 0, 0, 0)))).toEqual([0, 1, -1, 0, 0]);
  expect(Array.from(engulfingBars(open, close, of(0, 1, 1, 1, 1)))).toEqual([0, 0, -1, 0, 0]);
});

test('structure compares a bar with one of the same session', () => {
  const high = of(1, 2, 3, 2, 1);
  const low = of(0, 1, 2, 1, 0.5);
  expect(Array.from(rangeDirection(high, low, of(0, 0, 0, 0, 0), 2))).toEqual([0, 0, 1, 0, -1]);
  expect(Array.from(rangeDirection(high, low, of(0, 0, 0, 1, 1), 2))).toEqual([0, 0, 1, 0, 0]);
});
