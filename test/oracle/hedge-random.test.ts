import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { parseStep } from '../../src/base/step.js';
import type { IntrabarPath, RunRules } from '../../src/engine/rules.js';
import { hedgeParams, type HedgeParams } from '../../src/strategies/hedge-grid/params.js';
import { constantLatency, type Bar } from '../_support/backtest.js';
import { MINUTE, minutes, perpetual, perpetualRules, runGrid } from '../_support/hedge.js';
import { PlainGrid } from './plain/grid/run.js';
import type { PlainStep } from './plain/grid/shape.js';

type Draw = ReturnType<typeof dice>;

/** Draws of one seed. */
function dice(seed: number) {
  const next = createRng(seed, 'grid');
  return {
    is: (chance: number): boolean => next() < chance,
    from: (least: number, most: number): number => least + (most - least) * next(),
    whole: (least: number, most: number): number => Math.floor(least + (most + 1 - least) * next()),
    one: <T>(...of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)]!,
  };
}

/** A walk in half units around 20,000 that gaps, ties, stands still and touches its rungs. */
function walk({ is, whole }: Draw, length: number): Bar[] {
  const scale = whole(5, 200);
  let close = 40_000;
  return Array.from({ length }, (): Bar => {
    const pull = Math.round((40_000 - close) / 50);
    const open = close + (is(0.1) ? whole(-2 * scale, 2 * scale) : 0);
    close = is(0.05) ? open : open + pull + whole(-scale, scale);
    const high = Math.max(open, close) + (is(0.3) ? 0 : whole(0, scale));
    const low = is(0.1) ? Math.min(open, close, 2 * open - high) : Math.min(open, close) - whole(0, scale);
    return [open / 2, high / 2, low / 2, close / 2];
  });
}

function settings(draw: Draw): HedgeParams {
  const { is, from, whole, one } = draw;
  const [slSteps, fast] = [whole(1, 12), whole(5, 12)];
  // More than the account can bear, for the rules that end it.
  const isHeavy = is(0.25);
  return hedgeParams.parse({
    grid: {
      ...{ grid_step_bps: one(5, 10, 25, from(5, 40)), grid_levels_long: whole(1, 8), grid_levels_short: whole(1, 8) },
      ...{
        base_qty: isHeavy ? from(0.2, 1) : one(0.01, 0.05, from(0.005, 0.2)),
        qty_scale: one(1, 1.1, 0.8, 1.5),
        rearm: one('after_exit', 'next_bar'),
      },
    },
    exit: { tp_steps: Math.min(whole(1, 8), 3 * slSteps), sl_steps: slSteps },
    rebalance: { recenter_trigger_bps: one(1, 5, 20, 60, 150), max_inventory_quote: is(0.3) ? from(300, 4000) : 1e6 },
    execution: {
      ...{ maker_only: is(0.7), use_post_only_retries: is(0.8), retry_attempts: one(0, 1, 3, 10) },
      retry_max_price_deviation_bps: one(0, 2, 10, 100),
      ...{ order_diff_price_tolerance_bps: one(0, 1, 10, 50), order_diff_qty_tolerance_pct: one(0, 0.01, 0.3) },
    },
    funding: { funding_window_minutes: one(60, 333, 480, 1440), funding_max_cost_bps: one(0, 1, 5) },
    regime: {
      adx_len: one(5, 9, 14),
      ema_fast: fast,
      ema_slow: Math.max(10, fast + whole(1, 20)),
      hysteresis_bps: one(0, 1, 5, 20),
    },
    position: {
      ...{ max_position_size: is(0.3) ? from(0.01, 0.2) : 100, max_leverage_used: is(0.3) ? from(0.1, 1) : 5 },
      ...{ emergency_liquidation_buffer: one(0.15, 0.6), max_position_pct: one(0.1, 0.3, 0.95) },
    },
    policy: {
      strategy: one('throttled-counter', 'core-and-scalp'),
      ...{ counter_levels: whole(0, 5), counter_qty_scale: one(0, 0.3, 0.5, 1) },
    },
    risk_management: {
      ...{ max_errors_per_minute: one(1, 2, 5), circuit_breaker_window_seconds: one(10, 60, 150, 600) },
      ...{ circuit_breaker_cooldown_seconds: one(60, 90, 600), max_drawdown_pct: one(1, 3, 20) },
      ...{
        enable_position_validation: !isHeavy && is(0.8),
        enable_circuit_breaker: is(0.7),
        enable_drawdown_protection: is(0.5),
      },
    },
  });
}

const rulesFrom = ({ is, one, whole }: Draw): RunRules => ({
  ...perpetualRules({
    account: { initialCash: one(1000, 3000, 10_000), leverage: one(1, 10), maintenanceRate: one(0.005, 0.3, 0.9) },
    instrument: { lot: parseStep(one('0.001', '0.01', '0.005')), tick: parseStep(one('0.5', '0.05', '0.01')) },
    execution: {
      fees: { maker: one(0, 0.0002), taker: one(0, 0.0005), fixed: 0, perUnit: 0 },
      ...{ slippage: one(0, 0.0001, 0.001), flattenAtEnd: is(0.7), sameBarExits: is(0.4) },
      path: one<IntrabarPath>('adaptive', 'ohlc', 'olhc', 'worst'),
      latency: constantLatency(one(0, 50, 59_999, 60_000, 150_000)),
      fillModel: {
        type: one('naive', 'realistic', 'probabilistic'),
        ...{ makerProbability: one(0.2, 0.7, 1), takerProbability: one(0.3, 1, 1) },
      },
    },
    risk: { maxDrawdown: one(0.001, 0.2, 1), maxDailyLoss: one(0.0005, 0.01, Infinity), stopOnLiquidation: is(0.5) },
    mode: one('sleep', 'every-bar'),
  }),
  seed: whole(0, 1e6),
});

const RUNS = 40;
/** Kinds of exits and events that the runs are to meet, so that agreement says something. */
const EVERYTHING = [
  ...['breaker_trips', 'cap_truncations', 'daily_loss', 'end_of_data', 'liquidated', 'max_drawdown'],
  ...['post_only_rejects', 'recenters', 'rejected_exposure', 'stop_loss', 'take_profit'],
];

const stepOf = (step: RunRules['instrument']['tick']): PlainStep => ({
  units: step!.m,
  decimals: Math.round(Math.log10(step!.scale)),
});

test('random settings on random walks give what a second, plain implementation of the rules gives', () => {
  const met = new Set<string>();
  const replay = (seed: number): void => {
    const draw = dice(seed);
    const [p, rules, bars] = [settings(draw), rulesFrom(draw), walk(draw, draw.whole(200, 900))];
    const time = [-200, 40, 280, 520, 760].map((minute) => minutes(minute + draw.whole(0, 30)));
    const rates = draw.is(0.7) ? { time, rate: time.map(() => draw.whole(-20, 20) / 10_000) } : null;
    const from = draw.is(0.4) ? draw.whole(1, 150) : 0;
    const run = runGrid(perpetual(bars, rates ?? undefined), p, rules, { from, to: bars.length });
    const plain = new PlainGrid(p, rules, {
      bars: bars.map(([open, high, low, close], i) => ({ time: minutes(0) + i * MINUTE, open, high, low, close })),
      ...{ rates, from, tick: stepOf(rules.instrument.tick), lot: stepOf(rules.instrument.lot) },
    });
    const { trades } = run;
    expect(trades.count).toBe(plain.trades.length);
    plain.trades.forEach((trade, k) => {
      const place = [trades.entryBar[k], trades.exitBar[k], trades.side[k], trades.tag[k], trades.exitReason[k]];
      const side = trade.side === 'LONG' ? 1 : -1;
      expect(place).toEqual([trade.entryBar, trade.exitBar, side, trade.level, trade.reason]);
      expect(trades.entryPrice[k]).toBeCloseTo(trade.entry, 9);
      expect(trades.exitPrice[k]).toBeCloseTo(trade.exit, 9);
      expect(trades.quantity[k]).toBeCloseTo(trade.quantity, 12);
      expect(trades.pnl[k]).toBeCloseTo(trade.pnl, 8);
    });
    const equity = run.journal!.equity;
    expect(equity).toHaveLength(plain.equity.length);
    plain.equity.forEach((value, k) => expect(Math.abs(equity[k]! - value)).toBeLessThan(1e-8));
    expect(run.strategyCounters).toMatchObject(plain.counts);
    expect(run.stopReason).toBe(plain.stopReason);
    for (const { reason } of plain.trades) met.add(reason);
    for (const [name, count] of Object.entries(plain.counts)) if (count > 0) met.add(name);
  };
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), replay), { numRuns: RUNS });
  expect([...met].sort()).toEqual(EVERYTHING);
});
