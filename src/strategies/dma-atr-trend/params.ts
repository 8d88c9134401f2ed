import { z } from 'zod';
import { positionSizing } from '../_position-sizing.js';

const averageType = z.enum(['SMA', 'EMA', 'WMA']);

/** Stop and target in ranges: as they are given, else by what sets both together, else by the defaults. */
export const exitDistances = (p: {
  readonly sl_atr_multiplier?: number | undefined;
  readonly tp_atr_multiplier?: number | null | undefined;
  readonly atr_multiplier: number | null;
}) => ({
  sl_atr_multiplier: p.sl_atr_multiplier ?? p.atr_multiplier ?? 2,
  tp_atr_multiplier:
    p.tp_atr_multiplier === undefined ? (p.atr_multiplier === null ? 4 : 1.5 * p.atr_multiplier) : p.tp_atr_multiplier,
});

/** Parameters of the trend strategy. */
export const trendParams = z
  .strictObject({
    short_ma_window: z.int().min(1).default(20).describe('bars of the fast average'),
    long_ma_window: z.int().min(2).default(50).describe('bars of the slow average'),
    trend_ma_window: z.int().min(0).nullable().default(200).describe('bars of the trend filter; 0 or null = off'),
    ma_type: averageType.default('SMA').describe('kind of all three averages'),
    short_ma_type: averageType.nullable().default(null).describe('kind of the fast average; null = ma_type'),
    long_ma_type: averageType.nullable().default(null).describe('kind of the slow average; null = ma_type'),
    trend_ma_type: averageType.nullable().default(null).describe('kind of the trend average; null = ma_type'),
    atr_period: z.int().min(1).default(14).describe('bars of the average true range (Wilder)'),
    sl_atr_multiplier: z
      .number()
      .positive()
      .optional()
      .describe('stop distance in ranges; default atr_multiplier, else 2'),
    tp_atr_multiplier: z
      .number()
      .positive()
      .nullable()
      .optional()
      .describe('target distance in ranges; null = no target; default 1.5 x atr_multiplier, else 4'),
    atr_multiplier: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('sets stop and target together where they are not given'),
    use_adx: z.boolean().default(false).describe('enter only when the ADX reaches its threshold'),
    adx_period: z.int().min(2).default(14).describe('bars of the ADX (Wilder)'),
    adx_threshold: z.number().min(0).max(100).default(25).describe('least ADX of an entry'),
    use_volume_filter: z
      .boolean()
      .default(false)
      .describe('enter only on volume above its average; implied by volume_factor'),
    volume_window: z.int().min(1).default(20).describe('bars of the average volume'),
    volume_factor: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('times the average volume to exceed; null = 1'),
    enable_short_trades: z
      .boolean()
      .nullable()
      .default(null)
      .describe('sell short on crossings down; null = where the venue allows it'),
    min_separation_pct: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('fraction by which the averages must differ on the signal bar'),
    min_signal_gap: z.int().min(0).default(1).describe('least bars between two entry signals'),
    signal_confirmation_bars: z
      .int()
      .min(0)
      .default(0)
      .describe('bars that a crossing must hold before it is an entry'),
    exit_on_cross: z.boolean().default(true).describe('close on the opposite crossing'),
    risk_per_trade: z
      .number()
      .positive()
      .max(1)
      .default(0.02)
      .describe('fraction of equity lost at the stop (sizing atr_risk)'),
    max_position_size: z.number().positive().default(1).describe('cap of a position, fraction of equity'),
    position_sizing: positionSizing.prefault({}),
  })
  .overwrite((p) => ({ ...p, ...exitDistances(p) }))
  .refine((p) => p.short_ma_window < p.long_ma_window, {
    path: ['short_ma_window'],
    message: 'short_ma_window must be below long_ma_window',
  })
  .refine((p) => !p.trend_ma_window || p.long_ma_window < p.trend_ma_window, {
    path: ['long_ma_window'],
    message: 'long_ma_window must be below trend_ma_window',
  });
export type TrendParams = z.output<typeof trendParams>;
