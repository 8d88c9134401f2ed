import { defineMetric } from './_metric.js';
import { describeInR } from './_trades-in-r.js';

/** Largest fall of the running sum of R from its highest value so far, which starts at 0; positive. NaN without a trade that had a stop. */
export default defineMetric({
  name: 'max_drawdown_r',
  summary: 'Largest fall of the sum of R from its peak',
  unit: 'ratio',
  direction: 'minimize',
  compute(run) {
    const { values } = describeInR(run);
    let total = 0;
    let peak = 0;
    let worst = values.length > 0 ? 0 : NaN;
    for (let k = 0; k < values.length; k++) {
      total += values[k]!;
      peak = Math.max(peak, total);
      worst = Math.max(worst, peak - total);
    }
    return worst;
  },
});
