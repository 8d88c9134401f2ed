import { expect, test } from 'vitest';
import { factorAttribution, rangeStatistics, scoreBuckets } from '../../src/strategies/orb-confluence/attribution.js';
import { LONG, play, QUIET, type Sections } from '../_support/orb-play.js';

const T1_TO_BREAK_EVEN = [LONG, [100.9, 101.6, 100.8, 101.5], [101.4, 101.45, 100.6, 100.65], QUIET] as const;

const cellsOf = (bars: Parameters<typeof play>[0], changes: Sections = {}) => {
  const { columns, rows } = play(bars, changes).journal!.tables['signals']!;
  return rows.map((row) => Object.fromEntries(columns.map((name, k) => [name, row[k]])));
};

test('a signal tells its targets, those that filled, where its stop is now and how it ended', () => {
  const [signal] = cellsOf(T1_TO_BREAK_EVEN);
  const near = (value: number) => expect.closeTo(value, 9);
  expect(signal).toMatchObject({
    trade_id: 'TEST_LONG_20240102_143500',
    symbol: 'TEST',
    stop_price_initial: near(99.85),
    stop_price_current: near(100.71),
    moved_to_breakeven: true,
    exit_timestamp: '2024-01-02T14:37:00.000Z',
    exit_price: near((101.55 + 100.71) / 2),
    exit_reason: 'stop',
    realized_r: near(0.5 + 0.5 * (0.01 / 0.85)),
  });
  const numbers = (text: unknown) =>
    String(text)
      .split('; ')
      .map((part) => part.split(' ').map(Number));
  expect(numbers(signal!['targets'])).toEqual([
    [near(101.55), 0.5],
    [near(101.975), 0.25],
    [near(102.4), 0.25],
  ]);
  expect(String(signal!['partials'])).toMatch(/^2024-01-02T14:36:00.000Z 101\.5\d+ 0\.5 1 /);
});

test('without partial targets there is one, of the whole', () => {
  const [signal] = cellsOf([LONG, QUIET], { trade: { partials: false } });
  expect(String(signal!['targets'])).toMatch(/^101\.97\d* 1$/);
  expect(signal).toMatchObject({ partials: '', exit_reason: 'end_of_data' });
});

const trade = (result: number, score: number, rel_vol: 0 | 1 | null) => ({
  result,
  score,
  flags: { rel_vol, adx: null },
});
const TRADES = [trade(1, 2, 1), trade(-1, 2.4, 0), trade(0.5, 2.5, 1), trade(-1, 3, 1)];

test('trades are counted by score in steps of 0.5, each bound in the upper bucket', () => {
  expect(scoreBuckets(TRADES).rows).toEqual([
    [2, 2.5, 2, 0.5, 0, 0],
    [2.5, 3, 1, 1, 0.5, 0.5],
    [3, 3.5, 1, 0, -1, -1],
  ]);
  expect(scoreBuckets([]).rows).toEqual([]);
});

test('a factor is judged by the trades with it against those without; a disabled one is left out', () => {
  expect(factorAttribution(TRADES, ['rel_vol', 'adx']).rows).toEqual([
    ['rel_vol', 3, 2 / 3, 0.5 / 3, 1, 0, -1, 2 / 3, 0.5 / 3 + 1],
  ]);
  expect(factorAttribution([trade(1, 2, 1)], ['rel_vol']).rows).toEqual([
    ['rel_vol', 1, 1, 1, 0, null, null, null, null],
  ]);
});

test('opening ranges are counted by length and verdict', () => {
  const range = (minutes: number, reason: string, high: number) =>
    ({ minutes, valid: reason === '', reason, high, low: 100, widthRatio: high - 100 }) as never;
  const ranges = [range(15, '', 101), range(10, 'too wide', 104), range(15, '', 103), range(15, 'no bars', NaN)];
  expect(rangeStatistics(ranges).rows).toEqual([
    [10, 'too wide', 1, 4, 4, 4, 4],
    [15, 'no bars', 1, null, null, null, null],
    [15, 'valid', 2, 2, 1, 3, 2],
  ]);
});
