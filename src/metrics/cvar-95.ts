import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { returnsTails } from './_returns-summary.js';

/**
 * Mean of the returns that are not above the 5 % quantile (expected shortfall). With fewer than 21 returns it is the
 * worst one. NaN without returns.
 */
export default defineMetric({
  name: 'cvar_95',
  summary: 'Mean of the returns at or below their 5 % quantile',
  unit: 'fraction',
  direction: 'maximize',
  compute(run) {
    const { low } = returnsTails(run);
    const { returns } = run;
    let total = 0;
    let count = 0;
    for (let k = 0; k < returns.length; k++) {
      if (!(returns[k]! <= low)) continue;
      total += returns[k]!;
      count++;
    }
    return ratio(total, count);
  },
});
