import { z } from 'zod';
import type { EntryLimits } from '../../engine/risk/entry-limits.js';
import type { RiskRules } from '../../engine/rules.js';

const percent = z.number().positive().max(100).nullable().default(null);

const count = z.int().positive().nullable().default(null);
const seconds = z.number().positive().max(31_536_000);
/** Seconds, where a file gives none. */
const BREAKER_WINDOW = 60;
const BREAKER_COOLDOWN = 300;
const share = z.number().positive().nullable().default(null);

/** Rules of the account, in the spelling of settings files. */
export const riskSettings = z
  .strictObject({
    max_drawdown_pct: percent.describe('percent of the peak; a deeper close ends trading for good, null = never'),
    max_daily_loss_pct: percent.describe(
      'percent since the last close of an earlier UTC day; a greater loss ends trading for the day, null = never',
    ),
    stop_on_liquidation: z.boolean().default(false).describe('whether a liquidation ends trading for good'),
    circuit_breaker_failures: count.describe(
      'failed orders (rejected by a rule of the venue or the account, or refused as post-only) within the window that pause the entries',
    ),
    circuit_breaker_window_seconds: seconds.optional().describe('window of the circuit breaker, seconds; default 60'),
    circuit_breaker_cooldown_seconds: seconds.optional().describe('pause of the circuit breaker, seconds; default 300'),
    max_open_trades: count.describe('positions of the account at one time, lots in hedge mode; null = any number'),
    max_position_exposure_pct: share.describe(
      'value of one position, percent of the equity; a larger entry is refused',
    ),
    max_exposure_pct: share.describe('value of all positions, percent of the equity; an entry beyond is refused'),
    max_entries_per_day: count.describe(
      'positions opened of one symbol in a session, or a UTC day where there are none',
    ),
    lockout_after_losses: count.describe('losing trades of one symbol in a row that end its session or UTC day'),
    kill_switch: z.boolean().default(false).describe('refuse every entry'),
    kill_switch_at: z.int().min(0).nullable().default(null).describe('UTC epoch ms from which every entry is refused'),
  })
  .refine((r) => (r.max_position_exposure_pct ?? 0) <= (r.max_exposure_pct ?? Infinity), {
    path: ['max_position_exposure_pct'],
    message: 'one position may not be larger than all together: max_position_exposure_pct is above max_exposure_pct',
  })
  .refine((r) => !r.kill_switch || r.kill_switch_at === null, {
    path: ['kill_switch_at'],
    message: 'kill_switch is on from the start; give one of the two',
  })
  .superRefine((risk, context) => {
    if (risk.circuit_breaker_failures !== null) return;
    for (const name of ['circuit_breaker_window_seconds', 'circuit_breaker_cooldown_seconds'] as const) {
      if (risk[name] === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `${name} has no effect without circuit_breaker_failures; set how many failures trip the breaker`,
      });
    }
  });

const fractionOf = (percentage: number | null): number => (percentage === null ? Infinity : percentage / 100);

export const toRiskRules = (risk: z.output<typeof riskSettings>): RiskRules => ({
  maxDrawdown: fractionOf(risk.max_drawdown_pct),
  maxDailyLoss: fractionOf(risk.max_daily_loss_pct),
  stopOnLiquidation: risk.stop_on_liquidation,
  breaker:
    risk.circuit_breaker_failures === null
      ? null
      : {
          failures: risk.circuit_breaker_failures,
          windowMs: (risk.circuit_breaker_window_seconds ?? BREAKER_WINDOW) * 1000,
          cooldownMs: (risk.circuit_breaker_cooldown_seconds ?? BREAKER_COOLDOWN) * 1000,
        },
});

/** What refuses entries; null when nothing is limited. */
export function toEntryLimits(risk: z.output<typeof riskSettings>): EntryLimits | null {
  const limits = {
    maxOpenTrades: risk.max_open_trades ?? Infinity,
    maxPositionExposure: fractionOf(risk.max_position_exposure_pct),
    maxExposure: fractionOf(risk.max_exposure_pct),
    maxEntriesPerDay: risk.max_entries_per_day ?? Infinity,
    lockoutAfterLosses: risk.lockout_after_losses ?? Infinity,
    killTime: risk.kill_switch ? -Infinity : (risk.kill_switch_at ?? Infinity),
  };
  return Object.values(limits).every((limit) => limit === Infinity) ? null : limits;
}
