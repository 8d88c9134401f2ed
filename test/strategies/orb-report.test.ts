import { expect, test } from 'vitest';
import { factorAttribution, rangeStatistics, scoreBuckets } from '../../src/strategies/orb-confluence/attribution.js';
import { LONG, play, playSessions, QUIET, WINDOW, type Sections } from '../_support/orb-play.js';

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

test('targets that a gap has passed leave in their order, so that the last of them ends the trade', () => {
  const run = play([LONG, [102.6, 102.7, 102.5, 102.6]]);
  expect(run.trades.exitReason).toEqual(['all_targets']);
  const fills = run.journal!.fills.slice(1).map(({ quantity, reason }) => [quantity, reason]);
  expect(fills).toEqual([
    [0.5, 'target'],
    [0.25, 'target'],
    [0.25, 'all_targets'],
  ]);
});

test('the bar of an entry at its open counts for the best and the worst price, whatever the entry slipped', () => {
  const bars = [
    [100.8, 101.2, 100.5, 100.9],
    [100.9, 101, 100.8, 100.9],
  ] as const;
  const excursions = (changes: Sections) => {
    const [signal] = cellsOf(bars, changes);
    return [signal!['max_favorable_r'], signal!['max_adverse_r']];
  };
  const near = (value: number) => expect.closeTo(value, 9);
  expect(excursions({})).toEqual([near(0.4 / 0.95), near(0.3 / 0.95)]);
  expect(excursions({ fills: { slippage_ticks: 1 } })).toEqual([near(0.39 / 0.96), near(0.31 / 0.96)]);
  // An entry inside its bar does not know that bar's extremes.
  expect(cellsOf([LONG, QUIET])[0]).toMatchObject({ max_favorable_r: 0, max_adverse_r: near(0.45 / 0.85) });
});

test('a trade that the run leaves open counts its best price up to the end, beyond its partial exits', () => {
  const bars = [LONG, [100.9, 101.6, 100.8, 101.5], [101.5, 101.9, 101.4, 101.6]] as const;
  const { columns, rows } = play(bars, {}, { execution: { flattenAtEnd: false } }).journal!.tables['signals']!;
  expect(rows[0]![columns.indexOf('exit_timestamp')]).toBeNull();
  expect(rows[0]![columns.indexOf('max_favorable_r')]).toBeCloseTo(1.2 / 0.85, 9);
});

test('the stop of a trade that the session closes has moved when that last bar reached the profit that asks for it', () => {
  const moved = (high: number) =>
    play([LONG, QUIET, [101, high, 100.9, 101]], { trade: { move_be_at_r: 0.9 } }, {}, 8).journal!.tables['signals']!;
  const cells = (high: number) => {
    const { columns, rows } = moved(high);
    return ['moved_to_breakeven', 'stop_price_current', 'exit_reason'].map((name) => rows[0]![columns.indexOf(name)]);
  };
  expect(cells(101.5)).toEqual([true, expect.closeTo(100.71, 9), 'session_end']);
  expect(cells(101.4)).toEqual([false, expect.closeTo(99.85, 9), 'session_end']);
});

test('an opening range is logged with its volatility and its width even where nothing depends on them', () => {
  const days = Array.from({ length: 20 }, (_, k) => ({
    date: `2024-01-${String(k + 1).padStart(2, '0')}`,
    bars: [...WINDOW, QUIET, QUIET, QUIET, QUIET, QUIET],
  }));
  const table = playSessions(days, {}, {}, 10).journal!.tables['or_log']!;
  const last = table.rows.at(-1)!;
  const cell = (name: string) => last[table.columns.indexOf(name)];
  expect([cell('minutes'), cell('valid'), cell('reason')]).toEqual([5, true, '']);
  // Bars of five minutes alternate between widths 0.7 and 0.1; the day is 0.7 wide.
  expect(cell('width_atr')).toBeGreaterThan(1);
  expect(cell('norm_vol')).toBeCloseTo((cell('width_atr') as number) ** -1 * Math.SQRT2, 9);
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
