import type { GridScoreRules, ScorePart } from '../engine/rules.js';
import { defineMetric } from './_metric.js';
import calmarRatio from './calmar-ratio.js';
import maxDrawdown from './max-drawdown.js';
import profitFactor from './profit-factor.js';
import sharpeRatio from './sharpe-ratio.js';

/** Fewer trades than this say nothing. */
const LEAST_TRADES = 5;

/** The figure's place between the bounds, 0 to 1. */
function share(value: number, [least, greatest]: ScorePart['bounds']): number {
  if (Number.isNaN(value)) return NaN;
  if (least === greatest) return 0.5;
  return (Math.min(greatest, Math.max(least, value)) - least) / (greatest - least);
}

const part = (value: number, { weight, bounds }: ScorePart): number => weight * share(value, bounds);

/** The score of four ratios between bounds that do not move, so that scores of different trials compare. NaN where one of them is. */
export const gridScore = (
  sharpe: number,
  factor: number,
  calmar: number,
  drawdown: number,
  { sharpeRatio: bySharpe, profitFactor: byFactor, calmarRatio: byCalmar, maxDrawdown: byDrawdown }: GridScoreRules,
): number => part(sharpe, bySharpe) + part(factor, byFactor) + part(calmar, byCalmar) - part(drawdown, byDrawdown);

/** Weighted score of Sharpe ratio, profit factor, Calmar ratio and drawdown. NaN where one of them is, or with fewer than five trades. */
export default defineMetric({
  name: 'hedge_grid_score',
  summary: 'Weighted score of Sharpe ratio, profit factor, Calmar ratio and drawdown between fixed bounds',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    if (run.trades.count < LEAST_TRADES) return NaN;
    return gridScore(
      sharpeRatio.compute(run),
      profitFactor.compute(run),
      calmarRatio.compute(run),
      maxDrawdown.compute(run),
      run.gridScore,
    );
  },
});
