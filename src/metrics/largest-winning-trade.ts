import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Largest net profit of a winning trade, quote currency; NaN without any. */
export default defineMetric({
  name: 'largest_winning_trade',
  summary: 'Largest net profit of a trade',
  unit: 'quote currency',
  direction: 'maximize',
  compute(run) {
    const { wins, largestWin } = describeTrades(run);
    return wins > 0 ? largestWin : NaN;
  },
});
