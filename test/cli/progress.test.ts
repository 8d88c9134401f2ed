import { describe, expect, test } from 'vitest';
import { bytesText, countText, durationText, valueText } from '../../src/cli/figures.js';
import { eventText, plainLines } from '../../src/cli/progress.js';
import type { SweepEvent } from '../../src/coordinator/progress/events.js';

const progress = (done: number, overrides: Partial<Extract<SweepEvent, { event: 'progress' }>> = {}): SweepEvent => ({
  event: 'progress',
  done,
  failed: 0,
  trials: 1_200,
  trialsPerSecond: 812.44,
  etaSeconds: 75,
  best: { trial: 17, value: 1.234567 },
  ...overrides,
});

describe('a line of progress', () => {
  test('tells done, share, speed, time left and the best so far', () => {
    expect(eventText(progress(400))).toBe(
      '400/1,200 trials 33 %, 812.44 trials/s, 1 min 15 s left, best 1.2346 (trial 17)',
    );
  });

  test('leaves out what is not known yet and names failed trials', () => {
    expect(eventText(progress(0, { etaSeconds: null, best: null, failed: 2 }))).toBe(
      '0/1,200 trials 0 %, 812.44 trials/s, 2 failed',
    );
  });

  test('never says 100 % before the last trial', () => {
    expect(eventText(progress(1_199))).toContain('99 %');
  });

  test('says at the start what is resumed and what is excluded', () => {
    const start = {
      event: 'start',
      name: 'grid',
      out: 'results/grid',
      trials: 1_200,
      workers: 2,
      bars: 5_105,
    } as const;
    expect(eventText({ ...start, resumed: 12, excluded: 30 })).toBe(
      'grid: 1,200 trials, 5,105 bars, 2 workers, 12 already done, 30 combinations excluded',
    );
    expect(eventText({ ...start, resumed: 0, excluded: null })).toBe('grid: 1,200 trials, 5,105 bars, 2 workers');
  });
});

describe('progress in a log file', () => {
  test('comes at most every ten seconds, other events at once', () => {
    const lines: string[] = [];
    let clock = 0;
    const log = plainLines(
      (line) => lines.push(line),
      () => clock,
    );
    for (clock = 0; clock <= 25_000; clock += 1_000) log.show(progress(clock / 1_000));
    log.show({ event: 'notice', code: 'HG-X-001', message: 'capped' });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['10/1,200', '20/1,200', 'HG-X-001']);
  });
});

describe('figures for the eye', () => {
  test.each([
    [0.36, '0.4 s'],
    [59.6, '1 min 0 s'],
    [3_599, '59 min 59 s'],
    [7_500, '2 h 5 min'],
    [-3, '0 s'],
  ])('a time of %d seconds is %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  test.each([
    [1_234_567, '1,234,567'],
    [-123_456, '-123,456'],
    [999, '999'],
  ])('a count of %d is %s', (count, text) => {
    expect(countText(count)).toBe(text);
  });

  test.each([
    [0.000012345, '1.234e-5'],
    [12_345.6, '12,346'],
    [-0.5, '-0.5'],
    [0, '0'],
    [NaN, 'no value'],
  ])('a value of %d is %s', (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  test('a size is in binary units', () => {
    expect(bytesText(1_536)).toBe('1.5 KiB');
    expect(bytesText(3 * 2 ** 30)).toBe('3 GiB');
  });
});
