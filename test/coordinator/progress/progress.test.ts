import { expect, test } from 'vitest';
import type { SweepEvent } from '../../../src/coordinator/progress/events.js';
import { Progress } from '../../../src/coordinator/progress/progress.js';

function progressAt(trials: number, resumed = 0) {
  const events: Extract<SweepEvent, { event: 'progress' }>[] = [];
  let now = 0;
  const onEvent = (event: SweepEvent): void => {
    if (event.event === 'progress') events.push(event);
  };
  const progress = new Progress({ trials, resumed, onEvent, now: () => now });
  const at = (ms: number, done: number) => {
    now = ms;
    progress.update(done, 0, null);
    return events.at(-1)!;
  };
  return { at, events };
}

test('a remaining time is told only after two seconds of trials', () => {
  const { at } = progressAt(1000);
  expect(at(1000, 100).etaSeconds).toBeNull();
  expect(at(2500, 250).etaSeconds).toBe(7.5);
});

test('trials of an earlier run do not count for the rate', () => {
  const { at } = progressAt(1000, 900);
  expect(at(5000, 950)).toMatchObject({ done: 950, trialsPerSecond: 10, etaSeconds: 5 });
});

test('the rate follows trials that get slower', () => {
  const { at } = progressAt(10_000);
  for (let second = 1; second <= 10; second++) at(second * 1000, second * 100);
  for (let second = 11; second <= 40; second++) at(second * 1000, 1000 + (second - 10) * 10);
  expect(at(41_000, 1310).trialsPerSecond).toBeCloseTo(10, 0);
});

test('events come at most every 200 ms, but the last trial is always told', () => {
  const { at, events } = progressAt(100);
  for (let done = 1; done <= 100; done++) at(done, done);
  expect(events.map((e) => e.done)).toEqual([1, 100]);
  expect(events.at(-1)!.etaSeconds).toBe(0);
});
