import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Mean win over the size of the mean loss; NaN without a win or without a loss. */
export default defineMetric({
  name: 'payoff',
  summary: 'Mean win over mean loss',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { won, wins, lost, losses } = describeTrades(run);
    return ratio(ratio(won, wins), -ratio(lost, losses));
  },
});
