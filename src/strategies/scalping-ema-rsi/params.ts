import { z } from 'zod';

const RSI = z.number().min(0).max(100);
const KILLED = new Set(['1', 'true', 'yes', 'on']);

const risk = z.strictObject({
  default_risk_per_trade: z.number().positive().max(1).default(0.01).describe('fraction of equity lost at the stop'),
  max_exposure: z
    .number()
    .positive()
    .nullable()
    .default(0.2)
    .describe('cap of one position, fraction of equity; null = safety.max_exposure_pct alone'),
  default_sl_atr_mult: z.number().positive().default(1.5).describe('stop distance where sl_atr_multiple is null'),
  default_tp_atr_mult: z.number().positive().default(3).describe('target distance where tp_atr_multiple is null'),
  min_position_size_usd: z.number().min(0).default(10).describe('least value of a position, quote currency'),
  enable_trailing_stop: z.boolean().default(true).describe('move the stop after the best price since the entry'),
  trailing_stop_pct: z.number().positive().lt(0.2).default(0.02).describe('distance of the trailing stop, fraction'),
  allow_tight_stop: z.boolean().default(false).describe('take trades whose stop lies within the cost of slippage'),
  base_account_size: z.number().positive().optional().describe('not used: account.initial_cash is the balance'),
  default_slippage: z.number().min(0).optional().describe('not used: execution.slippage is'),
});
export type RiskParams = z.output<typeof risk>;

const safety = z.strictObject({
  mode: z
    .enum(['paper', 'monitor'], {
      error: 'paper (simulated orders) or monitor (signals and counters, no order): hgopt trades no real account',
    })
    .default('paper')
    .describe('monitor: count signals and send no order'),
  max_daily_loss_pct: z.number().positive().default(0.02).describe('loss of a day that halts, fraction of equity'),
  max_risk_per_trade_pct: z
    .number()
    .positive()
    .default(0.01)
    .describe('largest risk of a trade, fraction of equity; bounds risk.default_risk_per_trade'),
  max_open_trades: z.int().positive().default(10).describe('positions of the account at one time'),
  max_exposure_pct: z.number().positive().default(0.2).describe('value of all positions, fraction of equity'),
  max_consecutive_failures: z.int().positive().default(3).describe('orders without cash or invalid in a row that halt'),
  daily_loss_basis: z
    .enum(['day_start', 'peak'])
    .default('day_start')
    .describe('equity that a loss is measured from: at midnight UTC, or the highest since'),
  halt_scope: z.enum(['day', 'run']).default('day').describe('how long a halt lasts'),
  flatten_on_halt: z.boolean().default(false).describe('close all positions at the next open after a halt'),
  kill_switch: z
    .union([z.boolean(), z.int().min(0).max(1), z.string().regex(/^(1|true|yes|on|0|false|no|off|)$/i)])
    .default(false)
    .describe('1, true, yes or on refuses every entry'),
  kill_switch_at: z.number().nullable().default(null).describe('UTC ms from which every entry is refused'),
  allow_live_trading: z
    .literal(false, { error: 'false: hgopt trades no real account' })
    .optional()
    .describe('not used: nothing here trades live'),
  require_live_confirmation: z.boolean().optional().describe('not used'),
  log_all_decisions: z.boolean().optional().describe('not used: the counters and orders.csv tell all decisions'),
});
export type SafetyParams = z.output<typeof safety>;

/** Parameters of the scalping strategy, its risk engine (`risk`) and its safety monitor (`safety`). */
export const scalpingParams = z
  .strictObject({
    ema_fast: z.int().min(1).default(5).describe('bars of the fast average'),
    ema_slow: z.int().min(1).default(9).describe('bars of the slow average'),
    rsi_period: z.int().min(2).default(7).describe('bars of the relative strength index'),
    rsi_method: z.enum(['sma', 'wilder']).default('sma').describe('plain sums, or smoothed'),
    rsi_long_min: RSI.default(50).describe('least index of a long entry'),
    rsi_long_max: RSI.default(75).describe('largest index of a long entry'),
    rsi_short_min: RSI.default(25).describe('least index of a short entry'),
    rsi_short_max: RSI.default(50).describe('largest index of a short entry'),
    rsi_extreme_low: RSI.default(20).describe('no entry below'),
    rsi_extreme_high: RSI.default(80).describe('no entry above'),
    volume_multiplier: z.number().min(0).default(1.5).describe('times the average volume to exceed; 0 = off'),
    volume_lookback: z.int().min(1).default(20).describe('bars of the average volume, the current one included'),
    atr_period: z.int().min(1).default(14).describe('bars of the average true range'),
    atr_min_threshold: z.number().min(0).default(0.2).describe('least range, price units'),
    atr_min_pct: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe('least range as a fraction of the close; replaces atr_min_threshold'),
    sl_atr_multiple: z
      .number()
      .positive()
      .nullable()
      .default(0.25)
      .describe('stop distance in ranges; null = risk.default_sl_atr_mult'),
    tp_atr_multiple: z
      .number()
      .positive()
      .nullable()
      .default(0.5)
      .describe('target distance in ranges; null = risk.default_tp_atr_mult'),
    allow_reversal: z
      .boolean()
      .default(false)
      .describe('open the other side when an opposite signal closes a position'),
    min_candles_required: z.int().min(0).default(30).describe('bars before the first signal, at least'),
    risk: risk.prefault({}),
    safety: safety.prefault({}),
  })
  .refine((p) => p.ema_fast < p.ema_slow, { path: ['ema_fast'], message: 'ema_fast must be below ema_slow' })
  .refine((p) => p.rsi_long_min <= p.rsi_long_max, {
    path: ['rsi_long_min'],
    message: 'rsi_long_min is above rsi_long_max',
  })
  .refine((p) => p.rsi_short_min <= p.rsi_short_max, {
    path: ['rsi_short_min'],
    message: 'rsi_short_min is above rsi_short_max',
  })
  .refine((p) => p.rsi_extreme_low < p.rsi_extreme_high, {
    path: ['rsi_extreme_low'],
    message: 'rsi_extreme_low must be below rsi_extreme_high',
  })
  .refine((p) => p.volume_multiplier === 0 || p.volume_multiplier < p.volume_lookback, {
    path: ['volume_multiplier'],
    message: 'no volume is volume_lookback times the average that it is part of: volume_multiplier must be below it',
  })
  .refine((p) => p.risk.default_risk_per_trade <= p.safety.max_risk_per_trade_pct, {
    path: ['risk', 'default_risk_per_trade'],
    message: 'risk.default_risk_per_trade is above safety.max_risk_per_trade_pct',
  });
export type ScalpingParams = z.output<typeof scalpingParams>;

/**
 * What a sweep refuses: settings that nothing here uses, the mode, without whose orders there is nothing to rank, and a limit that acts by
 * bounding `risk.default_risk_per_trade` alone.
 */
export const UNSWEPT_PARAMS: readonly string[] = [
  'risk.base_account_size',
  'risk.default_slippage',
  'safety.mode',
  'safety.max_risk_per_trade_pct',
  'safety.allow_live_trading',
  'safety.require_live_confirmation',
  'safety.log_all_decisions',
];

/** Moment from which the kill switch is on, UTC ms; Infinity when it never is. */
export function killTime({ kill_switch, kill_switch_at }: SafetyParams): number {
  if (KILLED.has(String(kill_switch).trim().toLowerCase())) return -Infinity;
  return kill_switch_at ?? Infinity;
}
