import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { rulesOf, type RuleChanges } from '../_support/backtest.js';
import { randomMarket } from '../_support/random-run.js';
import { runScalping, withoutBars } from '../_support/scalping.js';

/** Parameters under which the strategy trades often, limits bind and halts happen. */
const LIVELY = {
  ema_fast: 2,
  ema_slow: 4,
  rsi_period: 3,
  atr_period: 3,
  volume_multiplier: 0.3,
  volume_lookback: 3,
  min_candles_required: 0,
  sl_atr_multiple: 1,
  tp_atr_multiple: 2,
  allow_reversal: true,
  risk: { max_exposure: 0.3, allow_tight_stop: true },
  safety: { max_exposure_pct: 1, max_open_trades: 3, max_daily_loss_pct: 0.01, flatten_on_halt: true },
};
const COSTS = { fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 }, slippage: 0.0005 };

/** Ten symbols that start and pause at different times. */
function tenMarkets(seed: number, length: number): Market[] {
  const rng = createRng(seed, 'gaps');
  return Array.from({ length: 10 }, (_, k) => {
    const pause = Math.floor(rng() * length);
    const start = k * 7;
    const isGap = (i: number) => i < start || (i >= pause && i < pause + 20) || rng() < 0.03;
    return withoutBars(`S${k}`, randomMarket(seed + k, length, 0.03), isGap);
  });
}

const run = (markets: readonly Market[], changes: RuleChanges = {}, params: object = LIVELY): RunRecord =>
  runScalping(
    markets,
    { ...params },
    rulesOf({ ...changes, account: { kind: 'margin', initialCash: 10_000 }, execution: COSTS }),
  );

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('ten symbols on one account, with gaps', () => {
  test('trade, are refused, halted and closed', () => {
    const record = run(tenMarkets(1, 400));
    expect(record.trades.count).toBeGreaterThan(100);
    const counts = record.strategyCounters as Record<string, number>;
    for (const name of ['rejected_max_open_trades', 'rejected_halted', 'exits_halt', 'halts', 'already_in_position'])
      expect(counts[name], name).toBeGreaterThan(0);
    const bars = record.markets.reduce((sum, market) => sum + market.length, 0);
    const funnel = ['insufficient_data', 'missing_indicators', 'low_volatility', 'extreme_rsi', 'no_volume_spike'];
    const classes = [...funnel, 'no_setup', 'signal_long', 'signal_short'];
    expect(classes.reduce((sum, name) => sum + counts[name]!, 0)).toBe(bars);
    expect(counts['orders_successful']! + counts['orders_rejected']! + counts['orders_cancelled']!).toBe(
      counts['orders_total'],
    );
    expect(record.counters.fills).toBe(counts['orders_successful']);
  });

  test('give the same whatever the order in which they are listed', () => {
    const markets = tenMarkets(2, 300);
    const listed = run(markets);
    const reversed = run(markets.toReversed());
    expect(reversed.journal).toEqual(listed.journal);
    expect(reversed.strategyCounters).toEqual(listed.strategyCounters);
  });

  test('give the same bits sleeping and visiting every bar', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 3 }), (seed, symbols) => {
        const markets = tenMarkets(seed, 300).slice(0, symbols);
        const sleeping = run(markets, { mode: 'sleep' });
        const visiting = run(markets, { mode: 'every-bar' });
        expect(sleeping.journal).toEqual(visiting.journal);
        expect(sleeping.returns).toEqual(visiting.returns);
        expect(sleeping.drawdown).toEqual(visiting.drawdown);
        expect(sleeping.strategyCounters).toEqual(visiting.strategyCounters);
      }),
      { numRuns: 30, examples: [[86816803, 2]] },
    );
  });

  test('cutting their data off at any moment changes nothing that came before', () => {
    const markets = tenMarkets(3, 160);
    const whole = run(markets);
    const { time } = whole.timeline;
    for (let length = 80; length < time.length; length += 3) {
      const cut = run(markets.map((m) => withoutBars(m.symbol, m, (i) => m.time[i]! >= time[length]!)));
      expect(cut.journal!.equity.slice(0, length - 1)).toEqual(whole.journal!.equity.slice(0, length - 1));
      const before = (record: RunRecord) => record.journal!.fills.filter((fill) => fill.bar < length - 1);
      expect(before(cut)).toEqual(before(whole));
    }
  });
});

describe('the books of the account balance:', () => {
  test('between entry and exit the balance stands still, and closing a trade moves it by its net profit', () => {
    const record = run(tenMarkets(4, 300));
    const { cash, fills } = record.journal!;
    const { trades } = record;
    let fees = 0;
    let closed = 0;
    let balance = 10_000;
    for (let frame = 0; frame < cash.length - 1; frame++) {
      for (const fill of fills) if (fill.bar === frame) fees += fill.fee;
      for (let k = 0; k < trades.count; k++) {
        if (trades.exitBar[k] !== frame) continue;
        balance += trades.pnl[k]!;
        closed += trades.fees[k]!;
      }
      expect(cash[frame]! + (fees - closed)).toBeCloseTo(balance, 6);
    }
  });

  test('on every bar equity is the starting balance, the cash flows of all fills and the value of positions', () => {
    const record = run(tenMarkets(5, 300));
    const { equity, fills } = record.journal!;
    const { bars } = record.timeline;
    const held = record.markets.map(() => 0);
    const price = record.markets.map(() => 0);
    let cash = 10_000;
    for (let frame = 0; frame < equity.length; frame++) {
      for (const fill of fills) {
        if (fill.bar !== frame) continue;
        cash -= fill.side * fill.quantity * fill.price + fill.fee;
        held[fill.instrument]! += fill.side * fill.quantity;
      }
      record.markets.forEach((market, k) => {
        const bar = bars![k]![frame]!;
        if (bar >= 0) price[k] = market.close[bar]!;
      });
      expect(equity[frame]).toBeCloseTo(cash + held.reduce((sum, q, k) => sum + q * price[k]!, 0), 6);
    }
  });

  test('after the flatten equity is the balance: the starting one and all net profits', () => {
    const { trades, finalEquity, unrealizedPnl } = run(tenMarkets(6, 300));
    const profit = trades.pnl.subarray(0, trades.count).reduce((sum, pnl) => sum + pnl, 0);
    expect(finalEquity).toBeCloseTo(10_000 + profit, 6);
    expect(unrealizedPnl).toBe(0);
  });
});
