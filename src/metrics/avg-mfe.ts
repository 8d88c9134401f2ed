import { defineMetric } from './_metric.js';
import { meanExcursion } from './_excursions.js';

/** Mean of the best excursion of each lot, a fraction of its entry price, 0 or more, over the bars in which its exits were live; NaN without lots. */
export default defineMetric({
  name: 'avg_mfe',
  summary: 'Mean best excursion of a lot, fraction of its entry',
  unit: 'fraction',
  direction: 'maximize',
  compute: (run) => meanExcursion(run, 'favourable'),
});
