import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeInR } from './_trades-in-r.js';

/** Mean gain of the winners in R. NaN without one. */
export default defineMetric({
  name: 'avg_winner_r',
  summary: 'Mean result of the winning trades in multiples of their initial risk',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { won, wins } = describeInR(run);
    return ratio(won, wins);
  },
});
