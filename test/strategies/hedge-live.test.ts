import { beforeAll, describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import { leavesOf } from '../../src/config/schema-shape.js';
import { dataSpec, loadMarket } from '../../src/data/load.js';
import type { Market } from '../../src/data/market.js';
import { attachMarket } from '../../src/data/shared/shared.js';
import hedgeGrid from '../../src/strategies/hedge-grid.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { nested } from '../_support/nested.js';
import { perpetualRules } from '../_support/hedge.js';
import { runStrategy } from '../_support/run-strategy.js';

const strategy = hedgeGrid as unknown as StrategyDefinition;

type Sections = Readonly<Record<string, unknown>>;

/** A narrow grid that trades, recenters and meets trends within a few days. */
const BASE: Sections = {
  'grid.base_qty': 0.005,
  'grid.grid_levels_long': 4,
  'grid.grid_levels_short': 4,
  'regime.hysteresis_bps': 15,
};
/** Opens that lie beyond rungs which were placed at the close before: refusals, retries and a breaker that trips. */
const GAPS: Sections = {
  'risk_management.max_errors_per_minute': 2,
  'rebalance.recenter_trigger_bps': 5,
  'grid.grid_step_bps': 8,
  'exit.tp_steps': 6,
  'exit.sl_steps': 20,
};
const COSTLY: Sections = { 'funding.funding_max_cost_bps': 0 };
/** Rungs move a little each time that the center does: orders are kept or exchanged by the tolerances. */
const NERVOUS: Sections = { 'rebalance.recenter_trigger_bps': 1 };

/** Ladders worth nearly the whole wallet. */
const LARGE: Sections = {
  'grid.base_qty': 0.054,
  'grid.qty_scale': 1,
  'rebalance.max_inventory_quote': 1e6,
  'position.max_position_pct': 1,
};

/** A change of each parameter that acts on the fixture, and what must be set beside it. */
const CHANGES: Readonly<Record<string, readonly [before: unknown, after: unknown, beside?: Sections]>> = {
  'grid.grid_step_bps': [25, 30],
  'grid.grid_levels_long': [4, 5],
  'grid.grid_levels_short': [4, 5],
  'grid.base_qty': [0.005, 0.006],
  'grid.qty_scale': [1.1, 1.3],
  'grid.rearm': ['after_exit', 'next_bar'],
  'exit.tp_steps': [2, 3],
  'exit.sl_steps': [8, 4],
  'rebalance.recenter_trigger_bps': [150, 100],
  'rebalance.max_inventory_quote': [10_000, 900],
  'rebalance.on_cap_breach': ['truncate', 'error', { 'rebalance.max_inventory_quote': 900 }],
  'execution.maker_only': [true, false, GAPS],
  'execution.use_post_only_retries': [true, false, GAPS],
  'execution.retry_attempts': [3, 1, { ...GAPS, 'risk_management.enable_circuit_breaker': false }],
  'execution.retry_max_price_deviation_bps': [100, 0, GAPS],
  'execution.order_diff_price_tolerance_bps': [1, 20, NERVOUS],
  'execution.order_diff_qty_tolerance_pct': [0.01, 0.5, { 'policy.counter_qty_scale': 0.6 }],
  'funding.funding_window_minutes': [480, 60, COSTLY],
  'funding.funding_max_cost_bps': [10, 0],
  'regime.adx_len': [14, 7],
  'regime.ema_fast': [12, 6],
  'regime.ema_slow': [26, 40],
  'regime.hysteresis_bps': [15, 8],
  'position.max_position_size': [1, 0.006],
  'position.max_leverage_used': [5, 0.05],
  'position.emergency_liquidation_buffer': [0.15, 1, LARGE],
  'position.max_position_pct': [0.95, 0.1],
  'policy.strategy': ['throttled-counter', 'core-and-scalp', { 'policy.counter_levels': 2 }],
  'policy.counter_levels': [5, 1],
  'policy.counter_qty_scale': [0.5, 0.2],
  'risk_management.max_errors_per_minute': [10, 1, GAPS],
  'risk_management.circuit_breaker_window_seconds': [60, 600, { ...GAPS, 'execution.use_post_only_retries': false }],
  'risk_management.circuit_breaker_cooldown_seconds': [300, 3600, GAPS],
  'risk_management.max_drawdown_pct': [20, 1, { 'grid.base_qty': 0.03 }],
  'risk_management.enable_position_validation': [true, false, { 'position.max_position_pct': 0.1 }],
  'risk_management.enable_circuit_breaker': [true, false, GAPS],
  'risk_management.enable_drawdown_protection': [
    true,
    false,
    { 'grid.base_qty': 0.03, 'risk_management.max_drawdown_pct': 1 },
  ],
};

describe('every parameter of hedge-grid is live:', () => {
  let market: Market;
  beforeAll(async () => {
    const made = { source: 'synthetic', symbol: 'PERP', bars: 7_200, seed: 5, initial_price: 60_000, volatility: 0.9 };
    const spec = dataSpec.parse({ ...made, tick: 0.1, funding: 'synthetic' });
    const { market: shared } = await loadMarket(spec, { baseDir: '.' });
    market = attachMarket(shared);
    // Made-up bars open at the close before; only gaps refuse orders that were placed to rest.
    const { open, high, low } = market;
    for (let i = 0; i < open.length; i += 3) {
      const far = i % 2 === 0 ? high[i]! : low[i]!;
      open[i] = i % 4 < 2 ? far : (open[i]! + far) / 2;
    }
  });

  // A coarse tick: a few ticks farther away a refused order can rest.
  const rules = perpetualRules({ account: { maintenanceRate: 0.05 }, instrument: { tick: parseStep('20') } });
  const resultOf = (flat: Sections): string => {
    try {
      const run = runStrategy(strategy, market, nested(flat), rules);
      const fills = run.journal!.fills.map((fill) => [fill.bar, fill.price, fill.quantity, fill.reason]);
      return JSON.stringify([run.finalEquity, fills]);
    } catch (error) {
      return String(error);
    }
  };

  test('the table names all of them that bars can obey', () => {
    const live = [...leavesOf(strategy.params).keys()].filter(
      (path) => !strategy.ignored!.some((ignored) => path === ignored || path.startsWith(`${ignored}.`)),
    );
    expect(Object.keys(CHANGES).sort()).toEqual(live.sort());
  });

  test.each(Object.entries(CHANGES))('%s', (path, [before, after, beside = {}]) => {
    expect(resultOf({ ...BASE, ...beside, [path]: after })).not.toBe(resultOf({ ...BASE, ...beside, [path]: before }));
  });

  test.each(strategy.ignored!.filter((path) => path.includes('.')))('%s changes nothing, as its list says', (path) => {
    const values: Sections = {
      'strategy.name': 'other',
      'strategy.instrument_id': 'ETHUSDT-PERP.OTHER',
      'execution.retry_delay_ms': 0,
      'execution.optimization_mode': true,
      'execution.balance_check_interval_seconds': 5,
      'execution.tp_sl_adjustment_buffer_bps': 50,
      'execution.max_bar_staleness_seconds': 30,
      'regime.atr_len': 5,
    };
    expect(resultOf({ ...BASE, [path]: values[path] })).toBe(resultOf(BASE));
  });
});
