import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Most winning trades in a row, by exit; a trade that neither wins nor loses ends the row. */
export default defineMetric({
  name: 'max_consecutive_wins',
  summary: 'Most winning trades in a row',
  unit: 'count',
  direction: 'maximize',
  compute: (run) => describeTrades(run).winStreak,
});
