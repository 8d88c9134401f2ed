import { defineMetric } from './_metric.js';

/** Bars at whose close the cash was below 0; the reserve that a purchase must find does not cover every gap. */
export default defineMetric({
  name: 'negative_cash_bars',
  summary: 'Bars at whose close the cash was below 0',
  unit: 'count',
  direction: 'none',
  compute: ({ counters }) => counters.negativeCashBars,
});
