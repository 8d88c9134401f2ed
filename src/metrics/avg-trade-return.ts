import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean over the trades of net profit per entry notional (quantity * entry price); NaN without trades. */
export default defineMetric({
  name: 'avg_trade_return',
  summary: 'Mean net profit per entry notional of a trade',
  unit: 'fraction',
  direction: 'maximize',
  compute({ trades: { count, pnl, quantity, entryPrice } }) {
    let total = 0;
    for (let k = 0; k < count; k++) total += pnl[k]! / (quantity[k]! * entryPrice[k]!);
    return ratio(total, count);
  },
});
