import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean holding time, ms: open of the exit bar minus open of the entry bar, 0 inside one bar. NaN without trades. */
export default defineMetric({
  name: 'avg_trade_duration',
  summary: 'Mean holding time of a trade',
  unit: 'ms',
  direction: 'none',
  compute({ timeline: { time }, trades: { count, entryBar, exitBar } }) {
    let total = 0;
    for (let k = 0; k < count; k++) total += time[exitBar[k]!]! - time[entryBar[k]!]!;
    return ratio(total, count);
  },
});
