import { z } from 'zod';
import type { RiskRules } from '../engine/rules.js';

const percent = z.number().positive().max(100).nullable().default(null);

/** Rules of the account, in the spelling of settings files. */
export const riskSettings = z.strictObject({
  max_drawdown_pct: percent.describe('percent of the peak; a deeper close ends trading for good, null = never'),
  max_daily_loss_pct: percent.describe(
    'percent since the last close of an earlier UTC day; a greater loss ends trading for the day, null = never',
  ),
  stop_on_liquidation: z.boolean().default(false).describe('whether a liquidation ends trading for good'),
});

const fractionOf = (percentage: number | null): number => (percentage === null ? Infinity : percentage / 100);

export const toRiskRules = (risk: z.output<typeof riskSettings>): RiskRules => ({
  maxDrawdown: fractionOf(risk.max_drawdown_pct),
  maxDailyLoss: fractionOf(risk.max_daily_loss_pct),
  stopOnLiquidation: risk.stop_on_liquidation,
});
