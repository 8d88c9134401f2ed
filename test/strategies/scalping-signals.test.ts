import { describe, expect, test } from 'vitest';
import { scalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { FUNNEL, firstSignalBar, scanSignals, type Funnel } from '../../src/strategies/scalping-ema-rsi/signals.js';
import { marketOf } from '../_support/backtest.js';

const params = (changes: object = {}) =>
  scalpingParams.parse({ ema_fast: 1, ema_slow: 2, rsi_period: 2, atr_period: 1, min_candles_required: 0, ...changes });
const QUIET = 20;

interface Row {
  readonly fast?: number;
  readonly slow?: number;
  readonly before?: number;
  readonly rsi?: number;
  readonly atr?: number;
  readonly volume?: number;
}

/** What one bar after quiet ones comes to; as it stands it crosses upwards on a volume that stands out. */
function classOf(row: Row, changes: object = {}): string {
  const { fast = 1, slow = 0, before = 0, rsi = 60, atr = 1, volume = 200 } = row;
  const bars = Array.from({ length: QUIET + 1 }, (_, i) => [100, 100, 100, 100, i < QUIET ? 100 : volume] as const);
  const column = (last: number, quiet: number) =>
    Float64Array.from({ length: QUIET + 1 }, (_, i) => (i < QUIET ? quiet : last));
  const columns = {
    fast: column(fast, before),
    slow: column(slow, 0),
    strength: column(rsi, 50),
    range: column(atr, 1),
    volume: column(100, 100),
  };
  const funnel = Object.fromEntries(Object.keys(FUNNEL).map((name) => [name, 0])) as Funnel;
  const p = params({ volume_lookback: 2, ...changes });
  const signals = scanSignals(p, columns, marketOf(bars), { from: QUIET, to: QUIET + 1 }, funnel);
  const [name, ...others] = Object.keys(funnel).filter((key) => funnel[key as keyof Funnel] > 0);
  expect(others).toEqual([]);
  expect(signals).toEqual(name === 'signal_long' ? [QUIET] : name === 'signal_short' ? [~QUIET] : []);
  return name!;
}

const SHORT = { fast: -1, rsi: 40 };

describe('a bar comes to the first of these', () => {
  test.each<[string, Row, object]>([
    ['insufficient_data', { fast: NaN, atr: 0 }, { min_candles_required: QUIET + 1 }],
    ['missing_indicators', { rsi: NaN, atr: 0 }, {}],
    ['missing_indicators', { before: NaN }, {}],
    ['low_volatility', { atr: 0.19, rsi: 90 }, {}],
    ['low_volatility', { atr: 1, rsi: 90 }, { atr_min_pct: 0.011 }],
    ['extreme_rsi', { rsi: 80.1, volume: 100 }, {}],
    ['extreme_rsi', { rsi: 19.9, volume: 100 }, {}],
    ['no_volume_spike', { volume: 150, fast: 0 }, {}],
    ['no_setup', { fast: 0 }, {}],
    ['no_setup', { before: 1 }, {}],
    ['no_setup', { rsi: 49 }, {}],
    ['no_setup', { rsi: 76 }, {}],
    ['signal_long', {}, {}],
    ['signal_short', SHORT, {}],
    ['no_setup', { ...SHORT, before: -1 }, {}],
    ['no_setup', { ...SHORT, rsi: 51 }, {}],
    ['no_setup', { ...SHORT, rsi: 24 }, {}],
  ])('%s: %j with %j', (expected, row, changes) => {
    expect(classOf(row, changes)).toBe(expected);
  });
});

describe('a bound', () => {
  test.each<[string, Row, object]>([
    ['of a band is inside it', { rsi: 75 }, {}],
    ['of a band, missed by the rounding of a sum, is inside it', { rsi: 75 + 9e-7 }, {}],
    ['below a band, too', { rsi: 50 - 9e-7 }, {}],
    ['of the extremes is no extreme', { rsi: 80 + 9e-7 }, { rsi_long_max: 100 }],
    ['of the range is high enough', { atr: 0.2 }, {}],
    ['of the range, missed by the rounding of a sum, is high enough', { atr: 0.2 - 1e-12 }, {}],
    ['of the range as a fraction, missed so, too', { atr: 0.1 - 1e-12 }, { atr_min_pct: 0.001 }],
    ['of the range as a fraction, too, and then the other bound has no say', { atr: 0.1 }, { atr_min_pct: 0.001 }],
  ])('%s', (_, row, changes) => {
    expect(classOf(row, changes)).toBe('signal_long');
  });

  test('beyond rounding is none', () => {
    expect(classOf({ rsi: 75 + 1.1e-6 })).toBe('no_setup');
    expect(classOf({ rsi: 80 + 1.1e-6 }, { rsi_long_max: 100 })).toBe('extreme_rsi');
  });

  test('of the volume must be exceeded, unless the filter is off', () => {
    expect(classOf({ volume: 150.001 })).toBe('signal_long');
    expect(classOf({ volume: 150 })).toBe('no_volume_spike');
    // What a sum of decimals is off by.
    expect(classOf({ volume: 150 + 1e-11 })).toBe('no_volume_spike');
  });
});

describe('the first bar that may signal', () => {
  test.each([
    [{}, 45],
    [{ ema_slow: 3, ema_fast: 2, min_candles_required: 0, volume_lookback: 10 }, 15],
    [{ ema_slow: 6, rsi_period: 40 }, 41],
    [{ atr_period: 60 }, 60],
    [{ volume_lookback: 70 }, 70],
    [{ min_candles_required: 99 }, 99],
  ])('with %j is %i', (changes, bar) => {
    expect(firstSignalBar(scalpingParams.parse(changes))).toBe(bar);
  });
});

test('the worked closes cross upwards at bar 1, where the averages were equal the bar before', () => {
  const fast = [100, 100.666667, 101.555556, 101.185185, 102.395062, 103.465021, 103.155007, 105.051669];
  const slow = [100, 100.4, 101.04, 101.024, 101.8144, 102.68864, 102.813184, 104.08791];
  const bars = fast.map(() => [100, 100, 100, 100] as const);
  const constant = (value: number) => new Float64Array(fast.length).fill(value);
  const funnel = Object.fromEntries(Object.keys(FUNNEL).map((name) => [name, 0])) as Funnel;
  const columns = {
    fast: Float64Array.from(fast),
    slow: Float64Array.from(slow),
    strength: constant(60),
    range: constant(1),
    volume: null,
  };
  // The warm-up would hide it: a script asks about bars that a run does not.
  const p = { ...params({ volume_multiplier: 0 }), ema_slow: 0, rsi_period: 0, volume_lookback: 1 };
  expect(scanSignals(p, columns, marketOf(bars), { from: 0, to: fast.length }, funnel)).toEqual([1]);
});
