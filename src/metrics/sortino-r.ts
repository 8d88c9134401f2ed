import { downsideDeviation, mean } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { daysPerYear, describeInR } from './_trades-in-r.js';

/**
 * Mean of the daily results in R over the root of the mean square of the losing ones, taken over all days, times the root of
 * the days a year. NaN below two sessions, without trades and without a losing session.
 * Source: F. A. Sortino and L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3(3), 1994.
 */
export default defineMetric({
  name: 'sortino_r',
  summary: 'Annualised mean over downside deviation of the daily results in R',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { daily, values } = describeInR(run);
    if (values.length === 0 || daily.length < 2) return NaN;
    return ratio(mean(daily), downsideDeviation(daily)) * Math.sqrt(daysPerYear(run));
  },
});
