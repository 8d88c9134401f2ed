import { defineMetric } from './_metric.js';

/** Times the account was closed for the day after a loss. */
export default defineMetric({
  name: 'daily_loss_stops',
  summary: 'Times the account was closed for the day after a loss',
  unit: 'count',
  direction: 'minimize',
  compute: ({ counters }) => counters.dailyLossStops,
});
