import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Why trades and lots leave by a leg of their bracket. */
const BY_BRACKET: ReadonlySet<string> = new Set(['stop', 'target', 'stop_loss', 'take_profit']);

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
    for (let k = 0; k < count; k++) if (BY_BRACKET.has(exitReason[k] ?? '')) exits++;
    return ratio(counters.ambiguousBars, exits);
  },
});
