import { z } from 'zod';

const strategy = z.strictObject({
  name: z.string().default('hedge_grid_v1').describe('label only'),
  instrument_id: z
    .string()
    .regex(/^[A-Z0-9]+-PERP\.[A-Z0-9_]+$/, 'SYMBOL-PERP.VENUE')
    .default('BTCUSDT-PERP.BINANCE')
    .describe('label only'),
});

const grid = z.strictObject({
  grid_step_bps: z.number().min(5).max(1000).default(25).describe('distance of the rungs, basis points of the center'),
  grid_levels_long: z.int().min(1).max(100).default(10).describe('rungs below the center'),
  grid_levels_short: z.int().min(1).max(100).default(10).describe('rungs above the center'),
  base_qty: z.number().positive().default(0.001).describe('quantity of the first rung, base units'),
  qty_scale: z.number().positive().max(3).default(1.1).describe('multiplier of the quantity from rung to rung'),
  rearm: z
    .enum(['after_exit', 'next_bar'])
    .default('after_exit')
    .describe('when a rung is placed again: once its lot has left, or the bar after its fill'),
});

const exit = z.strictObject({
  tp_steps: z.int().min(1).max(100).default(2).describe('distance of the take-profit, steps'),
  sl_steps: z.int().min(1).max(100).default(8).describe('distance of the stop-loss, steps'),
});

const rebalance = z.strictObject({
  recenter_trigger_bps: z
    .number()
    .positive()
    .max(10_000)
    .default(150)
    .describe('distance of the close from the center that moves the center, basis points'),
  max_inventory_quote: z.number().positive().default(10_000).describe('cap of one full ladder, quote currency'),
  on_cap_breach: z
    .enum(['truncate', 'error'])
    .default('truncate')
    .describe('truncate: the outermost rungs are dropped; error: the run fails'),
});

const execution = z.strictObject({
  maker_only: z.boolean().default(true).describe('rungs only rest; false: they may take at their first open'),
  use_post_only_retries: z.boolean().default(true).describe('try refused rungs again, tick by tick farther away'),
  retry_attempts: z.int().min(0).max(10).default(3).describe('attempts after the first; 0 = none'),
  retry_delay_ms: z.number().min(0).max(5000).default(100).describe('no effect on bars'),
  optimization_mode: z.boolean().default(false).describe('no effect'),
  retry_max_price_deviation_bps: z
    .number()
    .min(0)
    .max(1000)
    .default(100)
    .describe('farthest that an attempt may lie from the previous close, basis points'),
  balance_check_interval_seconds: z.number().min(5).max(600).default(60).describe('no effect on bars'),
  tp_sl_adjustment_buffer_bps: z.number().min(1).max(50).default(5).describe('no effect on bars'),
  max_bar_staleness_seconds: z.number().min(30).max(3600).default(300).describe('no effect on bars'),
  order_diff_price_tolerance_bps: z
    .number()
    .min(0)
    .max(50)
    .default(1)
    .describe('price difference up to which a resting order is kept, basis points'),
  order_diff_qty_tolerance_pct: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.01)
    .describe('quantity difference up to which a resting order is kept, fraction'),
});

const funding = z.strictObject({
  funding_window_minutes: z.int().min(60).max(1440).default(480).describe('minutes before funding with a guard'),
  funding_max_cost_bps: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe('expected cost a window that is accepted, basis points'),
});

const regime = z.strictObject({
  adx_len: z.int().min(5).max(100).default(14).describe('bars of the directional index'),
  ema_fast: z.int().min(5).max(200).default(12).describe('bars of the fast average'),
  ema_slow: z.int().min(10).max(500).default(26).describe('bars of the slow average'),
  atr_len: z.int().min(5).max(100).default(14).describe('no effect'),
  hysteresis_bps: z.number().min(0).max(1000).default(50).describe('spread that makes a trend, basis points'),
});

const position = z.strictObject({
  max_position_size: z.number().positive().default(1).describe('cap of a side, base units'),
  max_leverage_used: z.number().positive().max(125).default(5).describe('cap of both sides together, times the wallet'),
  emergency_liquidation_buffer: z
    .number()
    .min(0.05)
    .max(1)
    .default(0.15)
    .describe('move from the center that the account must survive, fraction'),
  max_position_pct: z
    .number()
    .min(0.1)
    .max(1, 'a fraction of the wallet, not percent')
    .default(0.95)
    .describe('cap of a side, fraction of the wallet'),
});

const policy = z.strictObject({
  strategy: z
    .enum(['core-and-scalp', 'throttled-counter'])
    .default('throttled-counter')
    .describe('what a trend thins out: the counter side, or the counter side and the outer rungs of both'),
  counter_levels: z.int().min(0).max(20).default(5).describe('rungs that remain of a thinned side; 0 = none'),
  counter_qty_scale: z.number().min(0).max(1).default(0.5).describe('multiplier of the quantities of the counter side'),
});

const riskManagement = z.strictObject({
  max_errors_per_minute: z.int().min(1).max(100).default(10).describe('refused orders a window that trip the breaker'),
  circuit_breaker_window_seconds: z.int().min(10).max(600).default(60).describe('window of the breaker, seconds'),
  circuit_breaker_cooldown_seconds: z.int().min(60).max(3600).default(300).describe('pause of the breaker, seconds'),
  max_drawdown_pct: z.number().min(1).max(50).default(20).describe('drawdown that ends trading for good, percent'),
  enable_position_validation: z.boolean().default(true).describe('whether the caps of the section position hold'),
  enable_circuit_breaker: z.boolean().default(true).describe('whether refused orders pause the entries'),
  enable_drawdown_protection: z.boolean().default(true).describe('whether max_drawdown_pct holds'),
});

/** Parameters of the hedged grid, section by section as in its strategy files. */
export const hedgeParams = z
  .strictObject({
    strategy: strategy.prefault({}),
    grid: grid.prefault({}),
    exit: exit.prefault({}),
    rebalance: rebalance.prefault({}),
    execution: execution.prefault({}),
    funding: funding.prefault({}),
    regime: regime.prefault({}),
    position: position.prefault({}),
    policy: policy.prefault({}),
    risk_management: riskManagement.prefault({}),
    operations: z.record(z.string(), z.unknown()).optional().describe('settings of a live system; no effect'),
  })
  .refine((p) => p.exit.tp_steps <= 3 * p.exit.sl_steps, {
    path: ['exit', 'tp_steps'],
    message: 'tp_steps must be at most 3 times sl_steps',
  })
  .refine((p) => p.regime.ema_fast < p.regime.ema_slow, {
    path: ['regime', 'ema_fast'],
    message: 'ema_fast must be below ema_slow',
  })
  .refine((p) => p.exit.tp_steps * p.grid.grid_step_bps < 10_000, {
    path: ['exit', 'tp_steps'],
    message: 'tp_steps times grid_step_bps must be below 10000: prices stay positive',
  })
  .refine((p) => (p.grid.grid_levels_long + p.exit.sl_steps) * p.grid.grid_step_bps < 10_000, {
    path: ['exit', 'sl_steps'],
    message: '(grid_levels_long + sl_steps) times grid_step_bps must be below 10000: prices stay positive',
  });
export type HedgeParams = z.output<typeof hedgeParams>;

/** Parameters that files of the live system hold and that nothing on bars can obey. */
export const IGNORED_PARAMS: readonly string[] = [
  'strategy.name',
  'strategy.instrument_id',
  'execution.retry_delay_ms',
  'execution.optimization_mode',
  'execution.balance_check_interval_seconds',
  'execution.tp_sl_adjustment_buffer_bps',
  'execution.max_bar_staleness_seconds',
  'regime.atr_len',
  'operations',
];
