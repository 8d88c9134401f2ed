import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Number of closed trades with a net profit below 0. */
export default defineMetric({
  name: 'losing_trades',
  summary: 'Trades with a net loss',
  unit: 'count',
  direction: 'minimize',
  compute: (run) => describeTrades(run).losses,
});
