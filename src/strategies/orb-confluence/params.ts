import type { SessionColumns } from '../../data/market.js';
import { clockMs } from '../../data/sessions/session-schedule.js';
import { orbSections, type OrbParams } from './sections.js';

export type { OrbParams } from './sections.js';

const DAY_MINUTES = 1440;

/** All parameters; the refinements are constraints of the search space. */
export const orbParams = orbSections
  .refine(({ orb: o }) => !o.adaptive || o.low_norm_vol < o.high_norm_vol, {
    path: ['orb', 'low_norm_vol'],
    message: 'low_norm_vol must be below high_norm_vol',
  })
  .refine(({ orb: o }) => !o.adaptive || o.short_or_minutes < o.long_or_minutes, {
    path: ['orb', 'short_or_minutes'],
    message: 'short_or_minutes must be below long_or_minutes',
  })
  .refine(({ orb: o }) => o.min_atr_mult < o.max_atr_mult, {
    path: ['orb', 'min_atr_mult'],
    message: 'min_atr_mult must be below max_atr_mult',
  })
  .refine(({ buffers: b }) => b.fixed > 0 || b.use_atr, {
    path: ['buffers', 'fixed'],
    message: 'a buffer of 0 needs use_atr',
  })
  .refine(({ factors: { price_action: a } }) => !a.enabled || a.enable_engulfing || a.enable_structure, {
    path: ['factors', 'price_action', 'enable_structure'],
    message: 'price action needs engulfing or structure',
  })
  .refine(({ factors: { profile_proxy: f } }) => f.val_pct < f.vah_pct, {
    path: ['factors', 'profile_proxy', 'val_pct'],
    message: 'val_pct must be below vah_pct',
  })
  .refine(({ scoring: s }) => s.base_required <= s.weak_trend_required, {
    path: ['scoring', 'base_required'],
    message: 'base_required must not be above weak_trend_required',
  })
  .refine((p) => !p.scoring.enabled || p.scoring.base_required <= enabledWeight(p), {
    path: ['scoring', 'base_required'],
    message: 'base_required is more than the enabled factors can reach',
  })
  .refine((p) => !p.scoring.enabled || !canBeWeak(p) || p.scoring.weak_trend_required <= enabledWeight(p), {
    path: ['scoring', 'weak_trend_required'],
    message: 'weak_trend_required is more than the enabled factors can reach',
  })
  .refine(({ trade: t }) => t.stop_mode !== 'atr_capped' || t.atr_stop_cap_mult > 0, {
    path: ['trade', 'atr_stop_cap_mult'],
    message: 'atr_stop_cap_mult must be above 0 with stop_mode atr_capped',
  })
  .refine(({ trade: t }) => t.t1_pct + t.t2_pct <= 1 + 1e-9, {
    path: ['trade', 't2_pct'],
    message: 't1_pct and t2_pct together are at most 1',
  })
  .refine(({ trade: t }) => !t.partials || (t.t1_r < t.t2_r && t.t2_r < t.runner_r), {
    path: ['trade', 't2_r'],
    message: 'targets must rise: t1_r < t2_r < runner_r',
  })
  .refine(({ trade: t }) => !t.partials || t.runner_r > 1.5, {
    path: ['trade', 'runner_r'],
    message: 'runner_r must be above 1.5',
  })
  .refine(
    ({ backtest: { start_date, end_date } }) => start_date === null || end_date === null || start_date <= end_date,
    {
      path: ['backtest', 'end_date'],
      message: 'end_date is before start_date',
    },
  );

const canBeWeak = ({ factors: f, scoring: s }: OrbParams): boolean => f.adx.enabled || s.adx_off_is_weak;

/** Largest score that any bar can have. */
function enabledWeight({ factors: f, scoring: { weights } }: OrbParams): number {
  return (
    (f.price_action.enabled ? weights.price_action : 0) +
    (f.rel_volume.enabled ? weights.rel_vol : 0) +
    (f.profile_proxy.enabled ? weights.profile : 0) +
    (f.vwap.enabled ? weights.vwap : 0) +
    (f.adx.enabled ? weights.adx : 0)
  );
}

/** Minutes after the open from which no entry fills, the night's later part included; Infinity when there is no cutoff. */
export function cutoffMinute({ governance }: OrbParams, { openMinute, minutes }: SessionColumns): number {
  if (governance.time_cutoff === null) return Infinity;
  const cutoff = clockMs(governance.time_cutoff) / 60_000 - openMinute;
  const lastsOverMidnight = openMinute + minutes > DAY_MINUTES;
  return lastsOverMidnight && cutoff < 0 ? cutoff + DAY_MINUTES : cutoff;
}
