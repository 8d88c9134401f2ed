import { defineMetric } from './_metric.js';
import calmarRatio from './calmar-ratio.js';
import maxDrawdown from './max-drawdown.js';
import profitFactor from './profit-factor.js';
import sharpeRatio from './sharpe-ratio.js';

/** Fewer trades than this say nothing. */
const LEAST_TRADES = 5;

const share = (value: number, least: number, most: number): number =>
  (Math.min(most, Math.max(least, value)) - least) / (most - least);

/** The score of four ratios between fixed bounds, each clipped and scaled to 0..1, so that scores of different trials compare. */
export const gridScore = (sharpe: number, factor: number, calmar: number, drawdown: number): number =>
  0.35 * share(sharpe, -1, 5) +
  0.3 * share(factor, 0.5, 3) +
  0.35 * share(calmar, -1, 5) -
  0.2 * share(100 * drawdown, 0, 50);

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
    );
  },
});
