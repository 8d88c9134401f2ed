import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean holding time in bars, 0 inside one bar. NaN without trades. */
export default defineMetric({
  name: 'avg_trade_duration_bars',
  summary: 'Mean holding time of a trade, in bars',
  unit: 'bars',
  direction: 'none',
  compute({ trades: { count, entryBar, exitBar } }) {
    let total = 0;
    for (let k = 0; k < count; k++) total += exitBar[k]! - entryBar[k]!;
    return ratio(total, count);
  },
});
