import { defineMetric } from './_metric.js';

/** 1 when the equity reached zero, else 0. */
export default defineMetric({
  name: 'ruined',
  summary: '1 when the equity reached zero',
  unit: 'count',
  direction: 'minimize',
  compute: ({ counters }) => counters.ruined,
});
