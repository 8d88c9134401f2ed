import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Traded value over the mean equity of the samples (UTC-day closes, or bars), the start left out; NaN without samples. */
export default defineMetric({
  name: 'turnover_ratio',
  summary: 'Traded value over the mean equity',
  unit: 'ratio',
  direction: 'none',
  compute: ({ turnover, meanEquity }) => ratio(turnover, meanEquity),
});
