import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/**
 * Ambiguous bars per exit by stop or target: how much of the result hangs on the assumed path. NaN without such
 * exits.
 */
export default defineMetric({
  name: 'ambiguous_share',
  summary: 'Ambiguous bars per exit by stop or target',
  unit: 'fraction',
  direction: 'minimize',
  compute({ counters, trades: { count, exitReason } }) {
    let exits = 0;
    for (let k = 0; k < count; k++) if (exitReason[k] === 'stop' || exitReason[k] === 'target') exits++;
    return ratio(counters.ambiguousBars, exits);
  },
});
