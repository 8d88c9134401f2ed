import { defineMetric } from './_metric.js';

/** Fees of all fills, quote currency. */
export default defineMetric({
  name: 'total_fees',
  summary: 'Fees of all fills',
  unit: 'quote currency',
  direction: 'minimize',
  compute: ({ totalFees }) => totalFees,
});
