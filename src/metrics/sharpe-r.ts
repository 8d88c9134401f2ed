import { mean, sampleDeviation } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { daysPerYear, describeInR } from './_trades-in-r.js';

/**
 * Mean over sample deviation of the daily results in R, times the root of the days a year (252 sessions, 365 days without
 * sessions). A session without a trade counts as 0. NaN below two sessions, without trades and when they do not vary.
 * Source: W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21(1), 1994.
 */
export default defineMetric({
  name: 'sharpe_r',
  summary: 'Annualised mean over deviation of the daily results in R',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { daily, values } = describeInR(run);
    if (values.length === 0) return NaN;
    return ratio(mean(daily), sampleDeviation(daily)) * Math.sqrt(daysPerYear(run));
  },
});
