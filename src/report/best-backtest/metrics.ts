import type { Cells } from '../cells.js';
import { csvLine } from '../csv-text.js';
import { episodesOf } from './episodes.js';
import type { RunReport } from '../run-report.js';

/**
 * metrics.csv: one header and one row. The seven totals come first, then every metric of the sweep in its order.
 * `final_balance` is what the account holds without the unrealised profit of positions left open.
 */
export function* metricsRows({ record, metricNames, metrics }: RunReport): Generator<Cells> {
  const { counters, unrealizedPnl } = record;
  const totals: Record<string, number> = {
    total_orders: counters.ordersSubmitted,
    total_positions: record.isHedged ? episodesOf(record).length : record.trades.count + record.open.length,
    final_balance: record.finalEquity - unrealizedPnl,
    total_realized_pnl: record.finalEquity - record.initialEquity - unrealizedPnl,
    total_unrealized_pnl: unrealizedPnl,
    total_pnl: record.finalEquity - record.initialEquity,
    fill_rate: counters.ordersSubmitted > 0 ? counters.ordersFilled / counters.ordersSubmitted : NaN,
  };
  const others = metricNames.map((name, i) => ({ name, value: metrics[i]! })).filter(({ name }) => !(name in totals));
  yield [...Object.keys(totals), ...others.map((m) => m.name)];
  yield [...Object.values(totals), ...others.map((m) => m.value)];
}

/** performance_metrics.csv: one line a metric, with its meaning. */
export function* performanceMetricsCsv({ metricNames, metrics, descriptions }: RunReport): Generator<string> {
  yield csvLine(['metric', 'value', 'description']);
  for (const [i, name] of metricNames.entries()) yield csvLine([name, metrics[i]!, descriptions[name] ?? '']);
}
