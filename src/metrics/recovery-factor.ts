import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import totalReturn from './total-return.js';

/** Total return over maximum drawdown. NaN without a drawdown. */
export default defineMetric({
  name: 'recovery_factor',
  summary: 'Total return over maximum drawdown',
  unit: 'ratio',
  direction: 'maximize',
  compute: (run) => ratio(totalReturn.compute(run), run.drawdown.max),
});
