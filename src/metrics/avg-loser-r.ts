import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeInR } from './_trades-in-r.js';

/** Mean loss of the losers in R, negative. NaN without one. */
export default defineMetric({
  name: 'avg_loser_r',
  summary: 'Mean result of the losing trades in multiples of their initial risk',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { lost, losses } = describeInR(run);
    return ratio(lost, losses);
  },
});
