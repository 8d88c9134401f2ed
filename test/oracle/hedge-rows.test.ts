import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, test } from 'vitest';
import { expectRow, gridExecution, gridVenue, type GridRow } from '../_support/grid-row.js';

/*
 * Figures of runs with settings far from the defaults, computed by a program of its own that was written from the rules of the grid alone:
 * it visits every bar, every order and every lot, and shares no code with this one.
 */

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const perpetual = (coin: string, kind: string) =>
  ['freqtrade-2025-05', 'freqtrade-2025-06'].map((name) => `${shared}${name}/${coin}_USDT_USDT-${kind}.feather`);
const filecoin = ['2023-08', '2023-09'].map((month) => `${shared}binance-vision/FILUSDT-1m-${month}.csv.gz`);

const folder = mkdtempSync(join(tmpdir(), 'hgopt-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Figures on market data, which may not be there. */
interface RealRow extends GridRow {
  readonly files: readonly string[];
}

const bitcoin: RealRow = {
  name: 'bitcoin, a window: stacked lots, takers, late orders, the worst path, the guard, the gate and days that are stopped',
  files: [...perpetual('BTC', '1m-futures'), ...perpetual('BTC', '8h-funding_rate')],
  sections: {
    data: { path: perpetual('BTC', '1m-futures'), symbol: 'BTCUSDT', funding: perpetual('BTC', '8h-funding_rate') },
    window: { from: '2025-05-20T06:30:00Z', to: '2025-06-15' },
    venue: { ...gridVenue, tick_size: 0.1, lot_size: 0.001, min_quantity: 0.001, max_notional: 2500 },
    account: { type: 'margin', initial_cash: 10_000, leverage: 10, maintenance_rate: 0.005 },
    execution: {
      ...gridExecution,
      path: 'worst',
      latency_ms: 120_000,
      fees: { maker: 0.00015, taker: 0.00045 },
      slippage: 0.0003,
      fill_model: { type: 'realistic', maker_fill_prob: 0.6, aggressive_fill_prob: 0.75 },
    },
    risk: { max_drawdown_pct: 60, max_daily_loss_pct: 0.7, stop_on_liquidation: true },
    metrics: { risk_free_rate: 0.04 },
    seed: 7,
  },
  params: {
    grid: {
      ...{ grid_step_bps: 17.5, grid_levels_long: 8, grid_levels_short: 5 },
      ...{ base_qty: 0.0071, qty_scale: 1.21, rearm: 'next_bar' },
    },
    exit: { tp_steps: 4, sl_steps: 7 },
    rebalance: { recenter_trigger_bps: 90, max_inventory_quote: 7000 },
    execution: { maker_only: false, order_diff_price_tolerance_bps: 5, order_diff_qty_tolerance_pct: 0.1 },
    funding: { funding_window_minutes: 240, funding_max_cost_bps: 0.2 },
    regime: { adx_len: 9, ema_fast: 8, ema_slow: 21, hysteresis_bps: 8 },
    position: {
      ...{ max_position_size: 0.3, max_leverage_used: 1.1 },
      ...{ emergency_liquidation_buffer: 0.4, max_position_pct: 0.6 },
    },
    policy: { strategy: 'core-and-scalp', counter_levels: 3, counter_qty_scale: 0.7 },
    risk_management: { enable_drawdown_protection: false },
  },
  exits: { take_profit: 434, stop_loss: 285, daily_loss: 59 },
  stopReason: '',
  counts: {
    ...{ total_trades: 778, total_orders: 3725, recenters: 90, cap_truncations: 90, rejected_exposure: 2739 },
    ...{ grid_orders_added: 1215, grid_orders_replaced: 895 },
    ...{ post_only_rejects: 0, daily_loss_stops: 10, breaker_trips: 0, ambiguous_bars: 0, liquidations: 0 },
  },
  amounts: {
    total_return: -0.09964026201459547,
    max_drawdown: 0.10184684621521325,
    sharpe_ratio: -22.944647652310174,
    win_rate: 0.5578406169665809,
    profit_factor: 0.6479365029023456,
    total_fees: 269.2237760235819,
    net_funding: -0.7419679724249715,
    avg_mae: 0.0077475868238684395,
    avg_long_exposure: 0.030032604588395666,
    exposure_time: 0.8270445344129554,
    hedge_grid_score: -0.022986358137803836,
  },
};

const ether: RealRow = {
  name: 'ether: funding on mark prices, exits in the bar of their entry, a thin account that is liquidated again and again',
  files: ['1m-futures', '8h-funding_rate', '8h-mark'].flatMap((kind) => perpetual('ETH', kind)),
  sections: {
    data: {
      path: perpetual('ETH', '1m-futures'),
      symbol: 'ETHUSDT',
      funding: perpetual('ETH', '8h-funding_rate'),
      mark: perpetual('ETH', '8h-mark'),
    },
    venue: { ...gridVenue, tick_size: 0.05, lot_size: 0.01, min_quantity: 0.01 },
    account: { type: 'margin', initial_cash: 2500, leverage: 20, maintenance_rate: 0.05 },
    execution: {
      ...gridExecution,
      path: 'olhc',
      same_bar_exits: true,
      flatten_at_end: false,
      latency_ms: 50,
      fees: { maker: 0, taker: 0.0003 },
      slippage: 0,
      fill_model: { type: 'probabilistic', maker_fill_prob: 0.35 },
    },
    risk: { max_drawdown_pct: 99, max_daily_loss_pct: 100, stop_on_liquidation: false },
    seed: 11,
  },
  params: {
    grid: { grid_step_bps: 40, grid_levels_long: 4, grid_levels_short: 6, base_qty: 2.4, qty_scale: 0.85 },
    exit: { tp_steps: 5, sl_steps: 9 },
    rebalance: { recenter_trigger_bps: 120, max_inventory_quote: 1e6 },
    funding: { funding_window_minutes: 333, funding_max_cost_bps: 0.1 },
    regime: { adx_len: 21, ema_fast: 15, ema_slow: 40, hysteresis_bps: 20 },
    policy: { counter_levels: 6, counter_qty_scale: 0.33 },
    risk_management: { enable_position_validation: false, enable_drawdown_protection: false },
  },
  exits: { take_profit: 37, stop_loss: 32, liquidated: 101 },
  stopReason: 'max_drawdown',
  counts: {
    ...{ total_trades: 170, total_orders: 2079, recenters: 84, cap_truncations: 0, rejected_exposure: 0 },
    ...{ post_only_rejects: 8, daily_loss_stops: 0, breaker_trips: 0, ambiguous_bars: 0, liquidations: 47 },
    ...{ grid_orders_added: 530, grid_orders_replaced: 1108 },
  },
  amounts: {
    total_return: -0.9914515382928586,
    max_drawdown: 0.991782399736854,
    sharpe_ratio: -4.22577711931687,
    win_rate: 0.3588235294117647,
    profit_factor: 0.48738024920269646,
    total_fees: 141.53896221000005,
    net_funding: 3.1667164778571033,
    avg_mae: 0.013925010248106731,
    avg_long_exposure: 0.2838758545255651,
    hedge_grid_score: -0.2,
  },
};

const altcoin: RealRow = {
  name: 'filecoin: coarse ticks, nervous recenters, refused orders that trip the breaker, exits in the bar of their entry',
  files: filecoin,
  sections: {
    data: { path: filecoin, symbol: 'FILUSDT' },
    venue: { ...gridVenue, tick_size: 0.001, lot_size: 0.1, min_quantity: 0.1, min_notional: 100 },
    account: { type: 'margin', initial_cash: 5000, leverage: 10, maintenance_rate: 0.005 },
    execution: { ...gridExecution, same_bar_exits: true, fees: { maker: 0.00005, taker: 0.0002 }, slippage: 0.0002 },
    risk: { max_drawdown_pct: 50, max_daily_loss_pct: 2, stop_on_liquidation: true },
  },
  params: {
    grid: { grid_step_bps: 12, base_qty: 25.5, qty_scale: 1.07 },
    exit: { tp_steps: 3, sl_steps: 4 },
    rebalance: { recenter_trigger_bps: 35, max_inventory_quote: 1200 },
    execution: { retry_attempts: 2, retry_max_price_deviation_bps: 4, order_diff_price_tolerance_bps: 0 },
    regime: { adx_len: 7, ema_fast: 5, ema_slow: 15, hysteresis_bps: 5 },
    position: { max_position_size: 500, max_position_pct: 0.31 },
    policy: { counter_levels: 2, counter_qty_scale: 1 },
    risk_management: {
      ...{ max_errors_per_minute: 1, circuit_breaker_window_seconds: 120, circuit_breaker_cooldown_seconds: 900 },
      max_drawdown_pct: 45,
    },
  },
  exits: { take_profit: 933, stop_loss: 665 },
  stopReason: '',
  counts: {
    ...{ total_trades: 1598, total_orders: 36_263, recenters: 2295, cap_truncations: 741, rejected_exposure: 0 },
    ...{ grid_orders_added: 18_359, grid_orders_replaced: 14_708 },
    ...{ post_only_rejects: 21, daily_loss_stops: 0, breaker_trips: 20, ambiguous_bars: 3, liquidations: 0 },
  },
  amounts: {
    total_return: -0.00518787434707483,
    max_drawdown: 0.009277923508433417,
    sharpe_ratio: -2.7218057424122923,
    win_rate: 0.5838548185231539,
    profit_factor: 0.9333238552876919,
    total_fees: 28.87119783537204,
    net_funding: 0,
    avg_mae: 0.004122141951979187,
    avg_long_exposure: 10.771700819669542,
    hedge_grid_score: 0.048287693231149655,
  },
};

for (const row of [bitcoin, ether, altcoin]) {
  test.skipIf(!row.files.every((file) => existsSync(file)))(row.name, () => expectRow(row, folder));
}
