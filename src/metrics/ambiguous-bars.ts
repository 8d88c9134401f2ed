import { defineMetric } from './_metric.js';

/**
 * Bars in which a live stop and a live target of one position both lay inside the range, so that the assumed path
 * decided between them.
 */
export default defineMetric({
  name: 'ambiguous_bars',
  summary: 'Bars in which both stop and target were inside the range',
  unit: 'bars',
  direction: 'minimize',
  compute: ({ counters }) => counters.ambiguousBars,
});
