import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean slippage of the taker fills, basis points of the price before it; NaN without any. */
export default defineMetric({
  name: 'avg_slippage_bps',
  summary: 'Mean slippage of the taker fills in basis points',
  unit: 'ratio',
  direction: 'minimize',
  compute: ({ takerSlippage, counters: { fills, makerFills } }) => ratio(1e4 * takerSlippage, fills - makerFills),
});
