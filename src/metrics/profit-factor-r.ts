import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeInR } from './_trades-in-r.js';

/** Sum of the gains over sum of the losses, in R. NaN when there is no loss; never infinite. */
export default defineMetric({
  name: 'profit_factor_r',
  summary: 'Sum of the gains over sum of the losses in multiples of the initial risk',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { won, lost } = describeInR(run);
    return ratio(won, -lost);
  },
});
