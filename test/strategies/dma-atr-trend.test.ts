import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { fillsOf, marketOf, rulesOf, runDma, type Bar, type RuleChanges } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import { randomMarket } from '../_support/random-run.js';

const COSTS = { fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 }, slippage: 0.0005 };

/** Worked example E1: a decline and a rise of twelve bars. */
const E1: Bar[] = [
  [100, 101, 98.5, 99],
  [99, 100, 97.5, 98],
  [98, 99, 96.5, 97],
  [97, 98, 95.5, 96],
  [96, 97.5, 95.5, 97],
  [97, 99.5, 96.5, 99],
  [99, 103.5, 98.5, 103],
  [103, 105.5, 102.5, 105],
  [105, 106, 103.5, 104],
  [104, 107.5, 103, 107],
  [107, 110.5, 106.5, 110],
  [110, 111, 108, 109],
];
const E1_PARAMS = {
  short_ma_window: 2,
  long_ma_window: 4,
  trend_ma_window: 6,
  atr_period: 3,
  sl_atr_multiplier: 2,
  tp_atr_multiplier: 4,
};
const runE1 = (params: Record<string, unknown> = {}, changes: RuleChanges = {}) =>
  runDma(marketOf(E1), { ...E1_PARAMS, ...params }, rulesOf({ execution: COSTS, ...changes }));

describe('the worked example of a rise after a decline', () => {
  test('buys at the open after the crossing, sized to 95 % of equity with its fee', () => {
    const [entry] = runE1().journal!.fills;
    expect(entry).toMatchObject({ bar: 6, side: 1, price: 99 * 1.0005, reason: 'cross_up' });
    expect(entry!.quantity).toBeCloseTo(958.158243, 6);
    expect(entry!.fee).toBeCloseTo(94.905095, 6);
    expect(runE1().journal!.cash[6]).toBeCloseTo(5000, 9);
  });

  test('places stop and target in ranges of the signal bar from the fill', () => {
    const [, stop, target] = runE1().journal!.orders;
    expect(stop).toMatchObject({ type: 'stop', status: 'CANCELED', code: 'OCO' });
    expect(stop!.price).toBeCloseTo(93.938389, 6);
    expect(target!.price).toBeCloseTo(109.271722, 6);
  });

  test('leaves at the target, with slippage and fee', () => {
    const run = runE1();
    const exit = run.journal!.fills[1]!;
    expect(exit).toMatchObject({ bar: 10, side: -1, reason: 'target' });
    expect(exit.price).toBeCloseTo(109.217086, 6);
    expect(exit.fee).toBeCloseTo(104.647252, 6);
    expect(run.finalEquity).toBeCloseTo(109_542.604338, 6);
    expect(run.trades.pnl[0]).toBeCloseTo(9542.604338, 6);
    expect(run.counters.fills).toBe(2);
  });

  test('passes a separation filter of half a per cent and not one of a whole', () => {
    expect(runE1({ min_separation_pct: 0.005 }).trades.count).toBe(1);
    expect(runE1({ min_separation_pct: 0.01 }).trades.count).toBe(0);
  });

  test('exempts a target that did not gap from slippage when told so', () => {
    const run = runE1({}, { execution: { ...COSTS, targetSlippage: false } });
    expect(run.journal!.fills[1]!.price).toBeCloseTo(109.271722, 6);
  });
});

test('averages that are equal on paper make no crossing, whatever the summation', () => {
  const bars = [10.9, 10.4, 10.7, 10.5, 10.3, 10.9, 10.8, 10.8, 10.8].map((c): Bar => [c, c + 0.1, c - 0.1, c]);
  const run = runDma(marketOf(bars), { short_ma_window: 2, long_ma_window: 4, trend_ma_window: 0, atr_period: 2 });
  expect(fillsOf(run)[0]?.[0]).toBe(7);
});

test('a stop that slippage puts beyond the open of the entry bar closes at that open', () => {
  const closes = [100.4, 100.3, 100.2, 100.1, 100, 100.2];
  const bars = closes.map((c): Bar => [c, c + 0.01, c - 0.01, c]);
  bars.push([100, 100.02, 99.98, 100], [100, 100.02, 99.98, 100]);
  const params = { short_ma_window: 1, long_ma_window: 3, trend_ma_window: 0, atr_period: 3, sl_atr_multiplier: 0.1 };
  const fills = runDma(marketOf(bars), params, rulesOf({ execution: { slippage: 0.0005 } })).journal!.fills;
  expect(fills.slice(0, 2).map((f) => [f.bar, f.price, f.reason])).toEqual([
    [6, 100 * 1.0005, 'cross_up'],
    [6, 100 * (1 - 0.0005), 'stop'],
  ]);
});

test('a mirrored price path gives the same bars on the other side', () => {
  const walk = randomMarket(5, 600, 0.01);
  const bars = Array.from({ length: walk.length }, (_, i): Bar => [
    walk.open[i]!,
    walk.high[i]!,
    walk.low[i]!,
    walk.close[i]!,
  ]);
  const mirrored = bars.map(([o, h, l, c]): Bar => [200 - o, 200 - l, 200 - h, 200 - c]);
  const params = { short_ma_window: 5, long_ma_window: 12, trend_ma_window: 40, atr_period: 10 };
  const rules = rulesOf({ execution: { path: 'worst' } });
  const left = runDma(marketOf(bars), params, rules).journal!.fills;
  const right = runDma(marketOf(mirrored), params, rules).journal!.fills;
  expect(left.length).toBeGreaterThan(20);
  expect(
    right.map((f) => [f.bar, -f.side, f.reason.replace('down', 'UP').replace('up', 'down').replace('UP', 'up')]),
  ).toEqual(left.map((f) => [f.bar, f.side, f.reason]));
});

describe('a confirmation of k bars', () => {
  const params = { short_ma_window: 1, long_ma_window: 2, trend_ma_window: 0, atr_period: 1 };
  const bars = (closes: readonly number[]) => marketOf(closes.map((c): Bar => [c, c + 1, c - 1, c]));

  test('moves the entry to the bar at which the crossing has held', () => {
    const market = bars([100, 99, 98, 100, 102, 104, 106, 108]);
    const entry = (k: number) => runDma(market, { ...params, signal_confirmation_bars: k }).journal!.fills[0]!.bar;
    expect([entry(0), entry(1), entry(2)]).toEqual([4, 5, 6]);
  });

  test('is cancelled by a crossing back or a touch within the window', () => {
    const market = bars([100, 99, 98, 100, 100, 100, 100, 100]);
    expect(runDma(market, { ...params, signal_confirmation_bars: 1 }).counters.fills).toBe(0);
  });
});

test('an entry signal within the gap is refused, but its crossing still closes the opposite position', () => {
  const closes = [100, 99, 98, 102, 96, 96, 96, 96];
  const market = marketOf(closes.map((c): Bar => [c, c + 0.5, c - 0.5, c]));
  const params = {
    short_ma_window: 1,
    long_ma_window: 2,
    trend_ma_window: 0,
    atr_period: 1,
    sl_atr_multiplier: 10,
    tp_atr_multiplier: null,
  };
  const reasons = (gap: number) =>
    runDma(market, { ...params, min_signal_gap: gap }).journal!.fills.map((f) => f.reason);
  expect(reasons(1)).toEqual(['cross_up', 'signal', 'cross_down', 'end_of_data']);
  expect(reasons(5)).toEqual(['cross_up', 'signal']);
});

test('a signal on the side of the position is ignored and counted, also within the gap of entry signals', () => {
  const closes = [100, 99, 98, 102, 96, 102, 96, 102, 102];
  const market = marketOf(closes.map((c): Bar => [c, c + 0.5, c - 0.5, c]));
  const params = {
    short_ma_window: 1,
    long_ma_window: 2,
    trend_ma_window: 0,
    atr_period: 1,
    sl_atr_multiplier: 10,
    tp_atr_multiplier: null,
    exit_on_cross: false,
  };
  const ignored = (gap: number) =>
    runDma(market, { ...params, min_signal_gap: gap }).strategyCounters['ignored_same_side'];
  expect([ignored(0), ignored(3), ignored(100)]).toEqual([2, 2, 2]);
});

test('the risk of a trade is measured to the stop that is placed, on its tick', () => {
  const tick = { instrument: { tick: parseStep(5) } };
  const run = runE1({ position_sizing: { method: 'atr_risk' }, trend_ma_window: 0 }, { ...tick, execution: {} });
  const [entry] = run.journal!.fills;
  expect(entry!.price).toBe(100);
  expect(run.journal!.orders[1]!.price).toBe(90);
  expect(entry!.quantity).toBe((100_000 * 0.02) / 10);
});

test('windows out of order, and both halves of a contradiction, are refused by the schema', () => {
  const issue = (params: object) => dmaAtrTrend.params.safeParse(params).error?.issues[0]?.message;
  expect(issue({ short_ma_window: 50, long_ma_window: 50 })).toBe('short_ma_window must be below long_ma_window');
  expect(issue({ long_ma_window: 200 })).toBe('long_ma_window must be below trend_ma_window');
  expect(issue({ long_ma_window: 200, trend_ma_window: 0 })).toBeUndefined();
  expect(issue({ short_window: 5 })).toContain('short_window');
  expect(issue({ position_sizing: { min_position_size: 0.5, max_position_size: 0.4 } })).toBe(
    'position_sizing.min_position_size is above position_sizing.max_position_size',
  );
});

test('needs as much history as its slowest column takes to settle, and the bars of the confirmation', () => {
  const history = (params: object) => dmaAtrTrend.prefix!(dmaAtrTrend.params.parse({ trend_ma_window: 0, ...params }));
  expect(history({})).toBe(70);
  expect(history({ atr_period: 5 })).toBe(51);
  expect(history({ atr_period: 5, short_ma_type: 'EMA' })).toBe(100);
  expect(history({ atr_period: 5, ma_type: 'EMA' })).toBe(251);
  expect(history({ trend_ma_window: 200, signal_confirmation_bars: 3 })).toBe(203);
  expect(history({ use_adx: true, adx_period: 30 })).toBe(150);
  expect(history({ atr_period: 5, volume_factor: 1, volume_window: 80 })).toBe(80);
});

test('complete parameters tell the distances of stop and target, and are complete already when parsed again', () => {
  const distances = (params: object) => {
    const complete = dmaAtrTrend.params.parse(params);
    expect(dmaAtrTrend.params.parse(complete)).toEqual(complete);
    return [complete.sl_atr_multiplier, complete.tp_atr_multiplier];
  };
  expect(distances({})).toEqual([2, 4]);
  expect(distances({ atr_multiplier: 3 })).toEqual([3, 4.5]);
  expect(distances({ atr_multiplier: 3, sl_atr_multiplier: 1 })).toEqual([1, 4.5]);
  expect(distances({ atr_multiplier: 3, tp_atr_multiplier: null })).toEqual([3, null]);
});

/** A change of each parameter that acts on a suitable fixture, and what must be set beside it. */
const CHANGES: Readonly<Record<string, readonly [before: unknown, after: unknown, beside?: Record<string, unknown>]>> =
  {
    short_ma_window: [5, 6],
    long_ma_window: [20, 22],
    trend_ma_window: [60, 61],
    ma_type: ['SMA', 'EMA'],
    short_ma_type: [null, 'WMA'],
    long_ma_type: [null, 'EMA'],
    trend_ma_type: [null, 'WMA'],
    atr_period: [14, 15],
    sl_atr_multiplier: [2, 2.1],
    tp_atr_multiplier: [4, null],
    atr_multiplier: [null, 1],
    use_adx: [false, true],
    adx_period: [14, 8, { use_adx: true }],
    adx_threshold: [25, 40, { use_adx: true }],
    use_volume_filter: [false, true],
    volume_window: [20, 5, { use_volume_filter: true }],
    volume_factor: [null, 1.5, { use_volume_filter: true }],
    enable_short_trades: [true, false],
    min_separation_pct: [0, 0.003],
    min_signal_gap: [1, 30],
    signal_confirmation_bars: [0, 2],
    exit_on_cross: [true, false],
    risk_per_trade: [0.02, 0.01, { position_sizing: { method: 'atr_risk' } }],
    max_position_size: [1, 0.5],
    'position_sizing.method': ['fixed_percent', 'volatility_target'],
    'position_sizing.base_size': [0.95, 0.9],
    'position_sizing.min_position_size': [0.01, 0.6, { position_sizing: { base_size: 0.5 } }],
    'position_sizing.max_position_size': [1, 0.5],
    'position_sizing.volatility_target': [0.15, 0.16, { position_sizing: { method: 'volatility_target' } }],
    'position_sizing.volatility_lookback': [20, 30, { position_sizing: { method: 'volatility_target' } }],
    'position_sizing.atr_period': [14, 5, { position_sizing: { method: 'atr_based', base_size: 0.005 } }],
    'position_sizing.atr_multiplier': [2, 2.5, { position_sizing: { method: 'atr_based', base_size: 0.005 } }],
    'position_sizing.kelly_fraction': [
      0.25,
      0.5,
      { position_sizing: { method: 'kelly_criterion', kelly_lookback: 50 } },
    ],
    'position_sizing.kelly_lookback': [50, 90, { position_sizing: { method: 'kelly_criterion' } }],
    'position_sizing.weight_lookback': [60, 20, { position_sizing: { method: 'risk_parity' } }],
  };

describe('every parameter is live:', () => {
  const strategy = dmaAtrTrend as unknown as StrategyDefinition;
  const markets = [randomMarket(11, 3000, 0.02), randomMarket(12, 3000, 0.05)];
  const base = { short_ma_window: 5, long_ma_window: 20, trend_ma_window: 60 };
  const equityWith = (path: string, value: unknown, beside: Record<string, unknown>) => {
    const [section, field] = path.split('.') as [string, string?];
    const params: Record<string, unknown> = { ...base, ...beside };
    params[section] = field === undefined ? value : { ...(params[section] as object | undefined), [field]: value };
    return runPortfolio(strategy, markets, params, rulesOf({ execution: COSTS })).finalEquity;
  };

  test('the table names all of them', () => {
    const shape = Object.keys(dmaAtrTrend.params.parse({}) as object);
    const sizing = Object.keys((dmaAtrTrend.params.parse({}) as { position_sizing: object }).position_sizing);
    const names = shape.filter((name) => name !== 'position_sizing');
    expect(Object.keys(CHANGES).sort()).toEqual([...names, ...sizing.map((name) => `position_sizing.${name}`)].sort());
  });

  test.each(Object.entries(CHANGES))('%s', (path, [before, after, beside = {}]) => {
    expect(equityWith(path, after, beside)).not.toBe(equityWith(path, before, beside));
  });
});
