import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { parseStep } from '../../src/base/step.js';
import type { Market } from '../../src/data/market.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import { timelineOf } from '../../src/engine/timeline.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import { DAY, rulesOf } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import type { PlainParams } from './plain/desk.js';
import { runPlainDma, type PlainRules } from './plain/dma.js';

/** Bars on a coarse grid: many ties, touches, gaps, bars without a range, moves that ruin a short, and now and then no bar. */
function trickyMarket(seed: number, symbol: string): Market {
  const rng = createRng(seed, symbol);
  const grid = (x: number): number => Math.max(1, Math.round(10 * x) / 10);
  const columns = { time: [], open: [], high: [], low: [], close: [], volume: [] } as Record<string, number[]>;
  let [close, drift] = [3 + 60 * rng(), 0];
  const missing = rng() < 0.5 ? 0.1 : 0;
  for (let i = 0; i < 250; i++) {
    if (rng() < 0.1) drift = (rng() - 0.45) * 3;
    const open = rng() < 0.3 ? grid(close + 6 * (rng() - 0.5)) : grid(close);
    const spread = [0, 20, 4, 4, 4, 4][Math.floor(6 * rng())]!;
    close = grid(open + drift + (rng() - 0.5) * spread);
    const high = grid(Math.max(open, close) + (rng() * spread) / 2);
    const low = grid(Math.min(open, close) - (rng() * spread) / 2);
    if (rng() < missing) continue;
    const bar = { time: i * DAY, open, high, low, close, volume: Math.floor(10 * rng()) };
    for (const [name, value] of Object.entries(bar)) columns[name]!.push(value);
  }
  const column = (name: string) => Float64Array.from(columns[name]!);
  const [time, open, high, low] = [column('time'), column('open'), column('high'), column('low')];
  return buildMarket({
    symbol,
    intervalMs: DAY,
    time,
    open,
    high,
    low,
    close: column('close'),
    volume: column('volume'),
  });
}

const kind = fc.constantFrom('SMA', 'EMA', 'WMA' as const);
const params: fc.Arbitrary<PlainParams> = fc
  .record({
    short_ma_window: fc.integer({ min: 1, max: 8 }),
    long_ma_window: fc.integer({ min: 2, max: 20 }),
    trend_ma_window: fc.constantFrom(0, 0, 25, 60),
    short_ma_type: kind,
    long_ma_type: kind,
    trend_ma_type: kind,
    atr_period: fc.constantFrom(1, 2, 5, 14),
    sl_atr_multiplier: fc.constantFrom(0.3, 1, 1.7, 6),
    tp_atr_multiplier: fc.constantFrom(null, 0.3, 1, 2.2, 30),
    use_adx: fc.constantFrom(false, false, true),
    adx_period: fc.constantFrom(2, 5, 14),
    adx_threshold: fc.constantFrom(0, 10, 25, 40),
    volume_window: fc.constantFrom(1, 3, 20),
    volume_factor: fc.constantFrom(null, null, 0.5, 1.3),
    enable_short_trades: fc.constantFrom(true, true, false),
    min_separation_pct: fc.constantFrom(0, 0, 0.005),
    min_signal_gap: fc.constantFrom(0, 1, 3, 10, 40),
    signal_confirmation_bars: fc.constantFrom(0, 0, 1, 2, 5),
    exit_on_cross: fc.boolean(),
    risk_per_trade: fc.constantFrom(0.01, 0.05, 0.3),
    max_position_size: fc.constantFrom(1, 0.8, 0.3),
    position_sizing: fc.record({
      method: fc.constantFrom(
        ...['fixed_percent', 'fixed_amount', 'volatility_target', 'atr_based', 'kelly_criterion', 'atr_risk'],
      ),
      base_size: fc.constantFrom(0.02, 0.5, 0.95, 1.4, 5000),
      min_position_size: fc.constantFrom(0, 0.01, 0.2),
      max_position_size: fc.constantFrom(0.25, 0.7, 1),
      volatility_target: fc.constantFrom(0.05, 0.15, 0.6),
      volatility_lookback: fc.constantFrom(2, 5, 20),
      atr_period: fc.constantFrom(1, 14),
      atr_multiplier: fc.constantFrom(0.5, 2, 10),
      kelly_fraction: fc.constantFrom(0.25, 1, 3),
      kelly_lookback: fc.constantFrom(2, 10, 60),
    }),
  })
  .filter((p) => p.short_ma_window < p.long_ma_window);

const rules: fc.Arbitrary<PlainRules> = fc.record({
  cash: fc.constantFrom(100_000, 3333),
  leverage: fc.constantFrom(1, 1.5, 3),
  fee: fc.constantFrom(0, 0.001, 0.01),
  fixedFee: fc.constantFrom(0, 7.5, 400),
  slippage: fc.constantFrom(0, 0.0005, 0.01),
  targetSlippage: fc.boolean(),
  path: fc.constantFrom('adaptive', 'ohlc', 'olhc', 'worst'),
  tick: fc.constantFrom(0, 0, 0.1, 0.25),
  lot: fc.constantFrom(0, 0.001, 1),
  minNotional: fc.constantFrom(0, 50, 4000),
  barsPerYear: fc.constant(365),
});

const near = (value: number, scale = 1) => expect.closeTo(value, 9 - Math.ceil(Math.log10(Math.abs(scale) + 1)));

test('random settings on bars full of ties and gaps give the trades and the equity of a second implementation', () => {
  const symbols = fc.constantFrom(['A'], ['A', 'B', 'C']);
  const property = fc.property(fc.nat(), symbols, params, rules, (seed, names, p, r) => {
    const markets = names.map((name) => trickyMarket(seed, name));
    const plain = runPlainDma(markets, p, r);
    const run = runPortfolio(
      dmaAtrTrend as unknown as StrategyDefinition,
      markets,
      p,
      rulesOf({
        account: { initialCash: r.cash, leverage: r.leverage },
        instrument: { tick: parseStep(r.tick), lot: parseStep(r.lot), minNotional: r.minNotional || null },
        execution: {
          path: r.path,
          fees: { maker: r.fee, taker: r.fee, fixed: r.fixedFee, perUnit: 0 },
          slippage: r.slippage,
          targetSlippage: r.targetSlippage,
        },
      }),
    );
    const { time } = timelineOf(markets);
    const { trades } = run;
    const theirs = Array.from({ length: trades.count }, (_, k) => ({
      symbol: trades.instrument[k],
      side: trades.side[k],
      entered: time[trades.entryBar[k]!],
      left: time[trades.exitBar[k]!],
      entry: trades.entryPrice[k],
      exit: trades.exitPrice[k],
      quantity: trades.quantity[k],
      pnl: trades.pnl[k],
      reason: trades.exitReason[k],
    }));
    const ours = plain.trades.map((t) => ({
      ...t,
      entry: near(t.entry),
      exit: near(t.exit),
      quantity: near(t.quantity, t.quantity),
      pnl: near(t.pnl, r.cash),
    }));
    expect(theirs).toEqual(ours);
    expect(Array.from(run.journal!.equity)).toEqual(plain.equity.map((e) => near(e, e)));
    expect(run.counters.ambiguousBars).toBe(plain.ambiguous);
    expect(run.strategyCounters['ignored_same_side']).toBe(plain.ignored);
  });
  fc.assert(property, { numRuns: 150 });
});
