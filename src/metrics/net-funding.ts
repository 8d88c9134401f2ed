import { defineMetric } from './_metric.js';

/** Funding received minus paid, quote currency. */
export default defineMetric({
  name: 'net_funding',
  summary: 'Funding received minus paid',
  unit: 'quote currency',
  direction: 'maximize',
  compute: ({ netFunding }) => netFunding,
});
