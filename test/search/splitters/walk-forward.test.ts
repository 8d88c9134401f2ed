import fc from 'fast-check';
import { expect, test } from 'vitest';
import walkForward from '../../../src/search/splitters/walk-forward.js';
import type { SplitBars } from '../../../src/search/splitters/_splitter.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const barsFrom = (start: string, end: string, length = HOUR): SplitBars => {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  return { time: Float64Array.from({ length: (last - first) / length }, (_, k) => first + k * length), end: last };
};
const split = (given: Record<string, unknown>, bars: SplitBars) =>
  walkForward.split(walkForward.params.parse(given), bars);
const date = (time: number): string => new Date(time).toISOString().replace(/T00:00:00.000Z$/, '');
const dates = (given: Record<string, unknown>, bars: SplitBars): string[] =>
  split(given, bars).windows.map(({ train, test: tested }) =>
    [train.start, train.end, tested.start, tested.end].map(date).join(' '),
  );

const YEAR = barsFrom('2023-01-01', '2024-01-01');

test('a year gives six windows of six months and one', () => {
  expect(dates({ train: '6M', test: '1M', step: '1M' }, YEAR)).toEqual([
    '2023-01-01 2023-07-01 2023-07-01 2023-08-01',
    '2023-02-01 2023-08-01 2023-08-01 2023-09-01',
    '2023-03-01 2023-09-01 2023-09-01 2023-10-01',
    '2023-04-01 2023-10-01 2023-10-01 2023-11-01',
    '2023-05-01 2023-11-01 2023-11-01 2023-12-01',
    '2023-06-01 2023-12-01 2023-12-01 2024-01-01',
  ]);
  expect(split({}, YEAR)).toEqual(split({ train: '6M', test: '1M', step: '1M' }, YEAR));
});

test('a year that ends one hour early has no sixth window: the last one fits wholly', () => {
  expect(dates({}, barsFrom('2023-01-01', '2023-12-31T23:00:00Z'))).toHaveLength(5);
});

test('anchored windows train from the first bar on', () => {
  expect(dates({ mode: 'anchored', test: '3M' }, YEAR)).toEqual([
    '2023-01-01 2023-07-01 2023-07-01 2023-10-01',
    '2023-01-01 2023-10-01 2023-10-01 2024-01-01',
  ]);
});

test('180 days are days, a step of 15 of them overlaps the tests', () => {
  const windows = dates({ train: '180d', test: '30d', step: '15d' }, YEAR);
  expect(windows).toHaveLength(11);
  expect(windows.slice(0, 2)).toEqual([
    '2023-01-01 2023-06-30 2023-06-30 2023-07-30',
    '2023-01-16 2023-07-15 2023-07-15 2023-08-14',
  ]);
  expect(dates({ train: '2w', test: '1w' }, YEAR)[0]).toBe('2023-01-01 2023-01-15 2023-01-15 2023-01-22');
});

test('bars are counted, whatever gaps lie between them', () => {
  const { time } = barsFrom('2023-01-01', '2023-01-02');
  const gapped = { time: time.filter((_, k) => k < 6 || k >= 12), end: Date.parse('2023-01-02') };
  const { windows } = split({ train: '8bars', test: '5bars', min_train_samples: 1 }, gapped);
  expect(windows.map(({ train, test: tested }) => [train.from, train.to, tested.from, tested.to])).toEqual([
    [0, 8, 8, 13],
    [5, 13, 13, 18],
  ]);
  expect(windows[0]!.test.start).toBe(Date.parse('2023-01-01T14:00:00Z'));
  expect(windows[1]!.test.end).toBe(gapped.end);
});

test('the 31st falls on the last day of shorter months and comes back in longer ones', () => {
  const bars = barsFrom('2023-01-31', '2023-08-01');
  expect(dates({ train: '1M', test: '1M', min_train_samples: 1 }, bars).slice(0, 3)).toEqual([
    '2023-01-31 2023-02-28 2023-02-28 2023-03-31',
    '2023-02-28 2023-03-31 2023-03-31 2023-04-30',
    '2023-03-31 2023-04-30 2023-04-30 2023-05-31',
  ]);
});

test('an embargo is taken from the end of the training, the tests stay where they are', () => {
  const plain = split({}, YEAR).windows[0]!;
  const { train, test: tested } = split({ embargo: 24 }, YEAR).windows[0]!;
  expect(tested).toEqual(plain.test);
  expect(train).toEqual({ ...plain.train, to: plain.train.to - 24, end: plain.train.end - DAY });
});

test('windows that train on too few bars, or have none to test on, are skipped and counted', () => {
  const days = barsFrom('2023-01-01', '2024-01-01', DAY);
  expect(split({}, days)).toEqual({ windows: [], skipped: 6 });
  expect(split({ mode: 'anchored' }, days)).toMatchObject({ windows: { length: 3 }, skipped: 3 });
  const closed = { ...days, time: days.time.filter((time) => new Date(time).getUTCMonth() !== 7) };
  expect(split({ min_train_samples: 100 }, closed)).toMatchObject({ windows: { length: 5 }, skipped: 1 });
});

test('no bars, no windows', () => {
  expect(split({}, { time: new Float64Array(), end: 0 })).toEqual({ windows: [], skipped: 0 });
});

test('a length that is none is refused with the words it may be', () => {
  for (const train of ['6m', '0M', '1.5d', 'M', '10 bars', '']) {
    expect(walkForward.params.safeParse({ train }).error?.issues[0]?.message).toContain('6M, 180d or 500bars');
  }
});

test('whatever the lengths: trainings precede their tests, tests tile, and no bar is left between', () => {
  const length = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((n) => `${n}M`),
    fc.integer({ min: 1, max: 60 }).map((n) => `${n}d`),
    fc.integer({ min: 1, max: 500 }).map((n) => `${n}bars`),
  );
  fc.assert(
    fc.property(
      length,
      length,
      fc.boolean(),
      fc.integer({ min: 0, max: 400 }),
      (train, tested, isAnchored, firstDay) => {
        const start = Date.UTC(2022, 0, 1) + firstDay * DAY;
        const bars = barsFrom(new Date(start).toISOString(), '2024-01-01', 6 * HOUR);
        const mode = isAnchored ? 'anchored' : 'rolling';
        const { windows } = split({ train, test: tested, mode, min_train_samples: 1 }, bars);
        for (const [k, window] of windows.entries()) {
          expect(window.train.from).toBeLessThan(window.train.to);
          expect(window.train.to).toBe(window.test.from);
          expect(window.test.to).toBeLessThanOrEqual(bars.time.length);
          expect(bars.time[window.test.from]).toBeGreaterThanOrEqual(window.test.start);
          if (k > 0)
            expect(window.test).toMatchObject({ from: windows[k - 1]!.test.to, start: windows[k - 1]!.test.end });
        }
      },
    ),
  );
});
