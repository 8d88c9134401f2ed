import { expect, test } from 'vitest';
import { timelineOf } from '../../src/engine/timeline.js';
import { barWindow, frameWindow } from '../../src/trial/bar-window.js';
import { DAY, marketOf, type Bar } from '../_support/backtest.js';

const bars = (day: number, count: number) =>
  marketOf(
    Array.from({ length: count }, (): Bar => [1, 1, 1, 1]),
    { start: Date.UTC(2024, 0, 1) + day * DAY },
  );
const [early, late] = [bars(0, 4), bars(3, 5)];
const timeline = timelineOf([early, late]);

test('a window of frames holds the bars that an instrument has in it', () => {
  const whole = { from: 0, to: timeline.length };
  expect([early, late].map((market) => barWindow(market, timeline, whole))).toEqual([
    { from: 0, to: 4 },
    { from: 0, to: 5 },
  ]);
  expect([early, late].map((market) => barWindow(market, timeline, { from: 2, to: 5 }))).toEqual([
    { from: 2, to: 4 },
    { from: 0, to: 2 },
  ]);
  expect(barWindow(early, timeline, { from: 5, to: 8 })).toEqual({ from: 4, to: 4 });
});

test('the windows of several instruments lie in the frames from the first of their bars to the last', () => {
  const windows = [
    { from: 2, to: 4 },
    { from: 1, to: 3 },
  ];
  expect(frameWindow([early, late], windows, timeline)).toEqual({ from: 2, to: 6 });
  const empty = { from: 4, to: 4 };
  expect(frameWindow([early, late], [empty, { from: 0, to: 2 }], timeline)).toEqual({ from: 3, to: 5 });
});
