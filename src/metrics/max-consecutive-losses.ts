import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Most losing trades in a row, by exit; a trade that neither wins nor loses ends the row. */
export default defineMetric({
  name: 'max_consecutive_losses',
  summary: 'Most losing trades in a row',
  unit: 'count',
  direction: 'minimize',
  compute: (run) => describeTrades(run).lossStreak,
});
