import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { expectRow, gridExecution, gridVenue, type GridRow } from '../_support/grid-row.js';

const folder = mkdtempSync(join(tmpdir(), 'hgopt-walk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A random walk in half units with gaps between bars, a hole of 45 minutes in it, and funding every eight hours. */
function writeWalk(): { readonly path: string; readonly funding: string } {
  let state = 20_250_504;
  const next = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % n;
  };
  const start = Date.UTC(2024, 2, 1);
  const bars = ['timestamp,open,high,low,close,volume'];
  let close = 40_000;
  for (let i = 0; i < 4000; i++) {
    const open = close + (i % 13 === 5 ? next(161) - 80 : 0);
    close = open + next(121) - 60;
    const high = Math.max(open, close) + next(50);
    const low = Math.min(open, close) - next(50);
    const time = start + (i + (i >= 2500 ? 45 : 0)) * 60_000;
    bars.push([time, ...[open, high, low, close].map((ticks) => ticks / 2), 1].join(','));
  }
  const rates = Array.from({ length: 10 }, (_, k) =>
    [start + k * 28_800_000, [0.0004, -0.0003, 0.0011][k % 3]].join(','),
  );
  const files = { path: join(folder, 'walk.csv'), funding: join(folder, 'rates.csv') };
  writeFileSync(files.path, bars.join('\n'));
  writeFileSync(files.funding, ['timestamp,funding_rate', ...rates].join('\n'));
  return files;
}

const walk: GridRow = {
  name: 'a random walk with gaps, by chance, under every cap, from its seventh hour on',
  sections: {
    data: { ...writeWalk(), symbol: 'WALK' },
    window: { from: '2024-03-01T06:00:00Z' },
    venue: { ...gridVenue, tick_size: 0.5, lot_size: 0.01, min_quantity: 0.01 },
    account: { type: 'margin', initial_cash: 20_000, leverage: 10, maintenance_rate: 0.005 },
    execution: {
      ...gridExecution,
      path: 'ohlc',
      latency_ms: 60_000,
      fees: { maker: 0.0001, taker: 0.0004 },
      slippage: 0.0002,
      fill_model: { type: 'realistic', maker_fill_prob: 0.55, aggressive_fill_prob: 0.8 },
    },
    risk: { max_drawdown_pct: 30, max_daily_loss_pct: 0.9, stop_on_liquidation: true },
    seed: 5,
  },
  params: {
    grid: { grid_step_bps: 21, grid_levels_long: 5, grid_levels_short: 7, base_qty: 0.087, qty_scale: 1.13 },
    exit: { tp_steps: 3, sl_steps: 6 },
    rebalance: { recenter_trigger_bps: 45, max_inventory_quote: 12_000 },
    execution: {
      ...{ retry_attempts: 4, retry_max_price_deviation_bps: 25 },
      ...{ order_diff_price_tolerance_bps: 30, order_diff_qty_tolerance_pct: 0.05 },
    },
    funding: { funding_window_minutes: 400, funding_max_cost_bps: 3 },
    regime: { adx_len: 8, ema_fast: 6, ema_slow: 17, hysteresis_bps: 11 },
    position: {
      ...{ max_position_size: 0.6, max_leverage_used: 0.8 },
      ...{ emergency_liquidation_buffer: 0.3, max_position_pct: 0.5 },
    },
    policy: { counter_levels: 3, counter_qty_scale: 0.6 },
    risk_management: {
      ...{ max_errors_per_minute: 4, circuit_breaker_window_seconds: 90, circuit_breaker_cooldown_seconds: 240 },
    },
  },
  exits: { take_profit: 91, stop_loss: 34, end_of_data: 4 },
  stopReason: '',
  counts: {
    ...{ total_trades: 129, total_orders: 1268, recenters: 121, cap_truncations: 121, rejected_exposure: 87 },
    ...{ grid_orders_added: 289, grid_orders_replaced: 717 },
    ...{ post_only_rejects: 15, daily_loss_stops: 0, breaker_trips: 3, ambiguous_bars: 0, liquidations: 0 },
  },
  amounts: {
    total_return: 0.004679183385098986,
    max_drawdown: 0.004663239392819965,
    sharpe_ratio: 10.466389196219865,
    win_rate: 0.7209302325581395,
    profit_factor: 1.143179748809881,
    total_fees: 51.997190298,
    net_funding: -2.108657000000001,
    avg_mae: 0.0064952403682540195,
    avg_long_exposure: 0.09467032967033015,
    exposure_time: 0.9945054945054945,
    hedge_grid_score: 0.7753162741000577,
  },
};

// Computed by the program that gave the figures of hedge-rows.test.ts.
test(walk.name, () => expectRow(walk, folder));
