import { defineMetric } from './_metric.js';

/** Funding paid, quote currency, 0 or more. */
export default defineMetric({
  name: 'funding_paid',
  summary: 'Funding paid',
  unit: 'quote currency',
  direction: 'none',
  compute: (run) => run.fundingPaid,
});
