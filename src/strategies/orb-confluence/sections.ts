import { z } from 'zod';
import { clockTime } from '../../data/sessions/session-schedule.js';

const orb = z.strictObject({
  base_minutes: z.int().min(5).max(60).default(15).describe('minutes of the opening range'),
  adaptive: z.boolean().default(true).describe('whether the length follows the normalised volatility'),
  low_norm_vol: z.number().min(0).max(2).default(0.35).describe('normalised volatility below which the range is short'),
  high_norm_vol: z.number().min(0).max(2).default(0.85).describe('normalised volatility above which the range is long'),
  short_or_minutes: z.int().min(5).max(30).default(10).describe('minutes of a short opening range'),
  long_or_minutes: z.int().min(15).max(60).default(30).describe('minutes of a long opening range'),
  atr_period: z.int().min(5).max(50).default(14).describe('bars of every average true range (Wilder)'),
  intraday_minutes: z.int().min(1).default(5).describe('minutes of a bar of the intraday range'),
  norm_vol_scaling: z
    .enum(['sqrt_time', 'raw'])
    .default('sqrt_time')
    .describe('intraday over daily range, scaled to the session by the root of time or as it is'),
  validate_window: z.boolean().default(true).describe('refuse an opening range with missing bars'),
  enable_validity_filter: z.boolean().default(true).describe('refuse an opening range too narrow or too wide'),
  min_atr_mult: z.number().min(0).default(0.25).describe('least width in ranges of bars of its own length'),
  max_atr_mult: z.number().min(0).default(1.75).describe('largest width in ranges of bars of its own length'),
});

const buffers = z.strictObject({
  fixed: z.number().min(0).default(0.1).describe('price beyond the opening range at which it counts as broken'),
  use_atr: z.boolean().default(false).describe('whether atr_mult ranges of one bar are added'),
  atr_mult: z.number().min(0).max(0.5).default(0.05).describe('ranges of one bar added to the buffer'),
});

const factors = z.strictObject({
  rel_volume: z
    .strictObject({
      enabled: z.boolean().default(true).describe('count volume spikes'),
      lookback: z.int().min(5).max(100).default(20).describe('bars before that the volume is measured by'),
      spike_mult: z.number().min(1).max(5).default(1.25).describe('times their mean that make a spike'),
    })
    .prefault({}),
  price_action: z
    .strictObject({
      enabled: z.boolean().default(true).describe('count engulfing bars and structure'),
      pivot_len: z.int().min(2).max(10).default(3).describe('bars back of the structure and of swings'),
      enable_engulfing: z.boolean().default(true).describe('engulfing bars'),
      enable_structure: z.boolean().default(true).describe('higher highs and lows, or lower ones'),
    })
    .prefault({}),
  profile_proxy: z
    .strictObject({
      enabled: z.boolean().default(true).describe("count the place in the previous session's range"),
      val_pct: z.number().min(0).max(1).default(0.25).describe('share of that range below which is cheap'),
      vah_pct: z.number().min(0).max(1).default(0.75).describe('share of that range above which is dear'),
    })
    .prefault({}),
  vwap: z
    .strictObject({
      enabled: z.boolean().default(false).describe('count the side of the volume-weighted price'),
      reset_mode: z
        .enum(['session', 'or_end'])
        .default('session')
        .describe('whether it starts with the session or with the end of the opening range'),
    })
    .prefault({}),
  adx: z
    .strictObject({
      enabled: z.boolean().default(false).describe('count a strong trend, for both sides'),
      period: z.int().min(5).max(50).default(14).describe('bars of the ADX (Wilder)'),
      threshold: z.number().min(0).max(50).default(18).describe('ADX from which a trend is strong'),
    })
    .prefault({}),
});

const weight = z.number().min(0).default(1);

const scoring = z.strictObject({
  enabled: z.boolean().default(true).describe('off: every breakout passes'),
  base_required: z.number().min(0).max(10).default(2).describe('score that an entry needs'),
  weak_trend_required: z.number().min(0).max(10).default(3).describe('score that it needs while the trend is weak'),
  adx_off_is_weak: z.boolean().default(false).describe('whether a trend without an ADX value counts as weak'),
  sample_bars: z.int().min(0).default(10).describe('recorded runs: bars between two factor samples, 0 = every bar'),
  weights: z
    .strictObject({
      price_action: weight.describe('weight of price action'),
      rel_vol: weight.describe('weight of relative volume'),
      profile: weight.describe('weight of the profile'),
      vwap: weight.describe('weight of the volume-weighted price'),
      adx: weight.describe('weight of the ADX'),
    })
    .prefault({}),
});

const entry = z.strictObject({
  fresh_cross_only: z
    .boolean()
    .default(false)
    .describe('no entries ordered while the close is already beyond the trigger (prior_bar)'),
});

const trade = z.strictObject({
  stop_mode: z
    .enum(['or_opposite', 'swing', 'atr_capped'])
    .default('or_opposite')
    .describe(
      'stop beyond the other end of the range, beyond the last swing, or the former but at most some ranges off',
    ),
  extra_stop_buffer: z.number().min(0).default(0.05).describe('price added to the distance of the stop'),
  atr_stop_cap_mult: z.number().min(0).max(3).default(0.8).describe('largest stop distance in ranges (atr_capped)'),
  partials: z.boolean().default(true).describe('three targets; off: one'),
  t1_r: z.number().positive().default(1).describe('first target, multiples of the initial risk'),
  t1_pct: z.number().positive().max(1).default(0.5).describe('share that leaves at the first target'),
  t2_r: z.number().positive().default(1.5).describe('second target'),
  t2_pct: z.number().min(0).max(1).default(0.25).describe('share that leaves at the second target'),
  runner_r: z.number().positive().default(2).describe('target of the rest'),
  primary_r: z.number().positive().default(1.5).describe('target of the whole without partials'),
  move_be_at_r: z.number().positive().default(1).describe('profit from which the stop moves to the entry'),
  be_buffer: z.number().min(0).default(0.01).describe('price beyond the entry at which that stop rests'),
});

const governance = z.strictObject({
  max_signals_per_day: z.int().min(1).max(10).default(3).describe('entries a session'),
  lockout_after_losses: z.int().min(1).max(10).default(2).describe('full stops in a row that end the session'),
  loss_streak_scope: z
    .enum(['session', 'run'])
    .default('session')
    .describe('whether a new session forgets the full stops before it'),
  max_daily_loss_r: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('loss that ends the session, R; null = off'),
  time_cutoff: clockTime.nullable().default('13:30:00').describe('local time from which no entry fills; null = none'),
  second_chance_minutes: z
    .int()
    .min(0)
    .max(120)
    .default(30)
    .describe('minutes after the opening range in which a side may trade again'),
  flatten_at_session_end: z.boolean().default(true).describe('close what is open at the end of the session'),
});

const fills = z.strictObject({
  slippage_ticks: z.number().min(0).default(0).describe('ticks by which stops and market orders fill worse'),
  commission_per_contract: z.number().min(0).default(0).describe('quote currency a contract and side'),
  factor_timing: z
    .enum(['prior_bar', 'close_confirm'])
    .default('prior_bar')
    .describe('a stop order on the factors of the bar before, or a market order after a close beyond the trigger'),
});

const instrument = z.strictObject({
  tick_size: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe("step of the triggers; null = the venue's tick size, 0.01 where it has none"),
});

const backtest = z.strictObject({
  start_date: z.iso.date().nullable().default(null).describe('first session that is traded; earlier ones warm up'),
  end_date: z.iso.date().nullable().default(null).describe('last session that is traded'),
  initial_capital: z.number().positive().nullable().default(null).describe('null = account.initial_cash'),
  contracts_per_trade: z.int().min(1).default(1).describe('contracts of an entry'),
});

/** The parameters by section, before the rules between them. */
export const orbSections = z.strictObject({
  instrument: instrument.prefault({}),
  orb: orb.prefault({}),
  buffers: buffers.prefault({}),
  factors: factors.prefault({}),
  scoring: scoring.prefault({}),
  entry: entry.prefault({}),
  trade: trade.prefault({}),
  governance: governance.prefault({}),
  fills: fills.prefault({}),
  backtest: backtest.prefault({}),
});
export type OrbParams = z.output<typeof orbSections>;
