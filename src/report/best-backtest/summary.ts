import { jsonText, metricsByName } from '../json-text.js';
import type { RunReport } from '../run-report.js';
import { timeText } from '../time-text.js';

/** summary.json: the run in one look. It holds no wall-clock time, so that a repeated run gives the same bytes. */
export function summaryJson(report: RunReport): string {
  const { record, metricNames, fingerprint } = report;
  const { markets, timeline, from, to, counters, trades, strategyCounters } = record;
  return jsonText({
    name: report.name,
    strategy: report.strategy,
    trial: report.trial,
    seed: report.seed,
    ...(markets.length === 1
      ? { symbol: markets[0]!.symbol }
      : { symbols: markets.map(({ symbol }) => symbol), accounts: report.accounts?.length ?? 1 }),
    interval_ms: timeline.intervalMs,
    bars: to - from,
    time_range: { start: timeText(timeline.time[from]!), end: timeText(timeline.time[to - 1]!) },
    initial_equity: record.initialEquity,
    final_equity: record.finalEquity,
    counts: {
      orders: counters.ordersSubmitted,
      filled: counters.ordersFilled,
      cancelled: counters.ordersCancelled,
      rejected: counters.ordersRejected,
      fills: counters.fills,
      trades: trades.count,
      ...strategyCounters,
    },
    metrics: metricsByName(metricNames, report.metrics),
    worst_path: report.worst && { metrics: metricsByName(metricNames, report.worst) },
    warnings: report.warnings ?? [],
    fingerprint,
  });
}
