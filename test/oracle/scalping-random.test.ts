import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { parseStep } from '../../src/base/step.js';
import type { Market } from '../../src/data/market.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import scalping from '../../src/strategies/scalping-ema-rsi.js';
import { SCALPING_COUNTERS } from '../../src/strategies/scalping-ema-rsi/counters.js';
import { HOUR, rulesOf } from '../_support/backtest.js';
import { runScalping } from '../_support/scalping.js';
import { runPlainScalping, type PlainScalpingRules } from './plain/scalping.js';

/** Hourly bars in half ticks: ties, touches, gaps, bars without a range or a volume, and times at which there is no bar. */
function trickyMarket(seed: number, symbol: string): Market {
  const rng = createRng(seed, symbol);
  const int = (n: number): number => Math.floor(rng() * n);
  const rows: number[][] = [];
  const missing = [0, 0.05, 0.3][int(3)]!;
  const begin = rng() < 0.5 ? 0 : int(60);
  let [price, drift] = [60 + int(400), 0];
  for (let i = begin; i < 400; i++) {
    if (rng() < 0.05) drift = int(3) - 1;
    const open = Math.max(8, price + (rng() < 0.7 ? 0 : int(5) - 2));
    let [high, low] = [(price = open), open];
    for (let k = int(5); k > 0; k--) {
      price = Math.max(8, price + int(5) - 2 + drift);
      [high, low] = [Math.max(high, price), Math.min(low, price)];
    }
    if (rng() < 0.05) [high, low] = [high + 4, low - 4];
    if (rng() >= missing) rows.push([i * HOUR, open / 2, high / 2, low / 2, price / 2, int(6)]);
  }
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  const [time, open, high, low, close, volume] = [column(0), column(1), column(2), column(3), column(4), column(5)];
  return buildMarket({ symbol, intervalMs: HOUR, time, open, high, low, close, volume });
}

const from = fc.constantFrom;
const params = fc
  .record({
    ema_fast: fc.integer({ min: 1, max: 5 }),
    ema_slow: fc.integer({ min: 2, max: 9 }),
    rsi_period: fc.integer({ min: 2, max: 8 }),
    rsi_method: from('sma', 'wilder'),
    rsi_long_min: from(0, 50),
    rsi_long_max: from(75, 100),
    rsi_short_min: from(0, 25),
    rsi_short_max: from(50, 100),
    rsi_extreme_low: from(0, 20),
    rsi_extreme_high: from(80, 100),
    volume_multiplier: from(0, 0, 0, 0.5, 1, 1.5),
    volume_lookback: fc.integer({ min: 2, max: 10 }),
    atr_period: fc.integer({ min: 1, max: 8 }),
    atr_min_threshold: from(0, 0.5, 1, 1.5),
    atr_min_pct: from(null, null, 0, 0.01),
    sl_atr_multiple: from(null, 0.25, 1, 3),
    tp_atr_multiple: from(null, 0.5, 2, 8),
    allow_reversal: fc.boolean(),
    min_candles_required: from(0, 50),
    risk: fc.record({
      default_risk_per_trade: from(0.002, 0.03, 0.3),
      max_exposure: from(null, 0.1, 0.4, 0.6),
      default_sl_atr_mult: from(0.7, 6),
      default_tp_atr_mult: from(1, 12),
      min_position_size_usd: from(0, 10, 900),
      enable_trailing_stop: fc.boolean(),
      trailing_stop_pct: from(0.005, 0.02, 0.1),
      allow_tight_stop: fc.boolean(),
    }),
    safety: fc.record({
      max_daily_loss_pct: from(0.001, 0.02, 0.5, 0.9),
      max_risk_per_trade_pct: from(0.3),
      max_open_trades: from(1, 2, 10),
      max_exposure_pct: from(0.2, 1, 3, 3),
      max_consecutive_failures: from(1, 2, 2, 3),
      daily_loss_basis: from('day_start', 'peak'),
      halt_scope: from('day', 'run'),
      flatten_on_halt: fc.boolean(),
      kill_switch_at: from(null, null, null, 300 * HOUR),
    }),
  })
  .filter((p) => p.ema_fast < p.ema_slow && p.volume_multiplier < p.volume_lookback);

const rules: fc.Arbitrary<PlainScalpingRules> = fc.record({
  cash: from(10_000, 700),
  fee: from(0, 0.0005, 0.01),
  slippage: from(0, 0.0005, 0.01),
  allowShort: from(true, true, false),
  path: from('adaptive', 'ohlc', 'olhc', 'worst'),
  tick: from(0, 0, 0.5, 0.05),
  lot: from(0, 0, 0.1, 1),
  intervalMs: fc.constant(HOUR),
});

const near = (value: number) => expect.closeTo(value, 9 - Math.ceil(Math.log10(Math.abs(value) + 1)));

test('random settings on bars full of ties and gaps give the trades, counters and equity of a second implementation', () => {
  const symbols = from(['A'], ['A', 'B'], ['A', 'B', 'C', 'D'], ['A', 'B', 'C', 'D']);
  const property = fc.property(fc.nat(), symbols, params, rules, (seed, names, given, r) => {
    const markets = names.map((name) => trickyMarket(seed, name));
    const plain = runPlainScalping(markets, scalping.params.parse(given), r);
    const fees = { maker: r.fee, taker: r.fee, fixed: 0, perUnit: 0 };
    const run = runScalping(
      markets,
      given,
      rulesOf({
        account: { kind: 'margin', initialCash: r.cash },
        instrument: { tick: parseStep(r.tick), lot: parseStep(r.lot), allowShort: r.allowShort },
        execution: { path: r.path, fees, slippage: r.slippage },
      }),
    );
    const { trades, timeline } = run;
    const theirs = Array.from({ length: trades.count }, (_, k) => ({
      symbol: trades.instrument[k],
      side: trades.side[k],
      entered: timeline.time[trades.entryBar[k]!],
      left: timeline.time[trades.exitBar[k]!],
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
      quantity: near(t.quantity),
      pnl: near(t.pnl),
    }));
    expect(theirs).toEqual(ours);
    expect(Array.from(run.journal!.equity)).toEqual(plain.equity.map(near));
    expect(run.counters.ambiguousBars).toBe(plain.ambiguous);
    const named = (name: string) => [name, plain.counts[name] ?? 0] as const;
    const { slippage_total, ...counts } = Object.fromEntries(Object.keys(SCALPING_COUNTERS).map(named));
    expect(run.strategyCounters).toMatchObject({ ...counts, slippage_total: near(slippage_total!) });
  });
  fc.assert(property, { numRuns: 200 });
});
