import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dataSpec, loadMarket } from '../../src/data/load.js';
import { attachMarket } from '../../src/data/shared/shared.js';
import { loadMetrics } from '../../src/metrics/load.js';
import { perpetualRules, runGrid } from '../_support/hedge.js';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const files = (kind: string) =>
  ['freqtrade-2025-05', 'freqtrade-2025-06'].map((name) => `${folder}${name}/BTC_USDT_USDT-${kind}.feather`);
const isThere = [...files('1m-futures'), ...files('8h-funding_rate')].every((file) => existsSync(file));

const PARAMS = {
  grid: { grid_step_bps: 50, grid_levels_long: 6, grid_levels_short: 6, base_qty: 0.002, qty_scale: 1.05 },
  exit: { tp_steps: 3, sl_steps: 5 },
  rebalance: { recenter_trigger_bps: 200, max_inventory_quote: 10_000 },
  funding: { funding_window_minutes: 480, funding_max_cost_bps: 12 },
  regime: { adx_len: 14, ema_fast: 10, ema_slow: 30, atr_len: 14, hysteresis_bps: 35 },
  position: {
    max_position_size: 0.1,
    max_position_pct: 0.75,
    max_leverage_used: 5,
    emergency_liquidation_buffer: 0.15,
  },
  policy: { strategy: 'throttled-counter', counter_levels: 4, counter_qty_scale: 0.5 },
};

test.skipIf(!isThere)('51 days of a bitcoin perpetual give the figures that were computed apart', async () => {
  const spec = dataSpec.parse({ path: files('1m-futures'), symbol: 'BTCUSDT', funding: files('8h-funding_rate') });
  const { market: shared } = await loadMarket(spec, { baseDir: folder });
  const market = attachMarket(shared);
  expect(market.length).toBe(73_139);
  expect(market.funding!.bar.filter((bar) => bar >= 0 && bar < market.length)).toHaveLength(152);
  const run = runGrid(market, PARAMS, perpetualRules({ execution: { slippage: 0.0001 } }));
  const names = [
    'total_return',
    'max_drawdown',
    'sharpe_ratio',
    'win_rate',
    'profit_factor',
    'total_fees',
    'net_funding',
  ];
  const metrics = await loadMetrics(names);
  const found = Object.fromEntries(metrics.map((metric) => [metric.name, metric.compute(run)]));
  expect(run.trades.count).toBe(199);
  const exits = (reason: string) => run.trades.exitReason.filter((other) => other === reason).length;
  expect(['take_profit', 'stop_loss', 'end_of_data'].map(exits)).toEqual([123, 73, 3]);
  expect(run.strategyCounters).toEqual({
    recenters: 40,
    cap_truncations: 0,
    rejected_exposure: 0,
    post_only_rejects: 0,
    breaker_trips: 0,
    trend_bars: 1_769,
    grid_orders_added: 263,
    grid_orders_replaced: 367,
    grid_orders_cancelled: 55,
  });
  expect(run.counters.ambiguousBars).toBe(0);
  const bars = new Map<number, Set<boolean>>();
  for (const fill of run.journal!.fills) {
    if (fill.reason === 'end_of_data') continue;
    bars.set(fill.bar, (bars.get(fill.bar) ?? new Set()).add((fill.reason === 'grid') === fill.side > 0));
  }
  expect([bars.size, [...bars.values()].filter((sides) => sides.size === 2).length]).toEqual([323, 61]);
  const expected = {
    total_return: -0.002732837,
    max_drawdown: 0.0087755441,
    sharpe_ratio: -1.053104,
    win_rate: 0.62311558,
    profit_factor: 0.92735605,
    total_fees: 20.1017735,
    net_funding: 1.1530222,
  };
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs(found[name]! / value - 1), `${name} ${found[name]}`).toBeLessThan(1e-6);
  }
  expect(run.finalEquity).toBeCloseTo(9972.6716304, 6);
});
