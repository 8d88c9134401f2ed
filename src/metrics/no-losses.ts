import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** 1 when there are trades and none of them lost, so that the profit factor has no value; else 0. */
export default defineMetric({
  name: 'no_losses',
  summary: '1 when there are trades and none lost',
  unit: 'count',
  direction: 'none',
  compute(run) {
    const { count, losses } = describeTrades(run);
    return count > 0 && losses === 0 ? 1 : 0;
  },
});
