import { mean, sampleDeviation } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeInR } from './_trades-in-r.js';

/** Mean over sample deviation of the trades' results in R, not annualised. NaN below two trades and when they do not vary. */
export default defineMetric({
  name: 'sharpe_per_trade',
  summary: 'Mean over deviation of the trades in R, not annualised',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { values } = describeInR(run);
    return ratio(mean(values), sampleDeviation(values));
  },
});
