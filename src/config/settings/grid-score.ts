import { z } from 'zod';
import type { GridScoreRules } from '../../engine/rules.js';

const weight = (share: number) => z.number().min(0).max(1.05).default(share);
const bounds = (least: number, most: number, meaning: string) =>
  z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low <= high, 'bounds are [least, greatest]')
    .default([least, most])
    .describe(meaning);

/** Shares of the three that a score adds; a little room, so that thirds may be written in decimals. */
const LEAST_SUM = 0.95;
const MOST_SUM = 1.05;
/** So that 0.35 + 0.35 + 0.35 is 1.05. */
const ROUNDING = 1e-9;

/** How `hedge_grid_score` weighs its four ratios. */
export const gridScoreSettings = z.strictObject({
  weights: z
    .strictObject({
      sharpe_ratio: weight(0.35).describe('weight of the Sharpe ratio'),
      profit_factor: weight(0.3).describe('weight of the profit factor'),
      calmar_ratio: weight(0.35).describe('weight of the Calmar ratio'),
      max_drawdown: z.number().min(0).default(0.2).describe('weight of the drawdown, which is subtracted'),
    })
    .refine(({ sharpe_ratio, profit_factor, calmar_ratio }) => {
      const sum = sharpe_ratio + profit_factor + calmar_ratio;
      return sum >= LEAST_SUM - ROUNDING && sum <= MOST_SUM + ROUNDING;
    }, `the weights of sharpe_ratio, profit_factor and calmar_ratio add up to 1 (${LEAST_SUM} to ${MOST_SUM})`)
    .prefault({})
    .describe('what each ratio adds at most'),
  bounds: z
    .strictObject({
      sharpe_ratio: bounds(-1, 5, 'Sharpe ratios that count 0 and 1'),
      profit_factor: bounds(0.5, 3, 'profit factors that count 0 and 1'),
      calmar_ratio: bounds(-1, 5, 'Calmar ratios that count 0 and 1'),
      max_drawdown: bounds(0, 0.5, 'drawdowns that count 0 and 1, fractions'),
    })
    .prefault({})
    .describe('between which values each ratio counts from 0 to 1'),
});

export const toGridScore = ({ weights, bounds: between }: z.output<typeof gridScoreSettings>): GridScoreRules => ({
  sharpeRatio: { weight: weights.sharpe_ratio, bounds: between.sharpe_ratio },
  profitFactor: { weight: weights.profit_factor, bounds: between.profit_factor },
  calmarRatio: { weight: weights.calmar_ratio, bounds: between.calmar_ratio },
  maxDrawdown: { weight: weights.max_drawdown, bounds: between.max_drawdown },
});
