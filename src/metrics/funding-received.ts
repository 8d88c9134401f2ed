import { defineMetric } from './_metric.js';

/** Funding received, quote currency, 0 or more. */
export default defineMetric({
  name: 'funding_received',
  summary: 'Funding received',
  unit: 'quote currency',
  direction: 'none',
  compute: (run) => run.fundingReceived,
});
