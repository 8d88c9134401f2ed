import { jsonText, metricsByName } from '../json-text.js';
import type { RunReport } from '../run-report.js';
import { timeText } from '../time-text.js';
import { latestCloses } from './exposure.js';
import { multiplierOf } from './multiplier.js';

/** summary.json: the run in one look. It holds no wall-clock time, so that a repeated run gives the same bytes. */
export function summaryJson(report: RunReport): string {
  const { record, metricNames, fingerprint } = report;
  const { markets, timeline, from, to, counters, trades, strategyCounters } = record;
  return jsonText({
    run_id: report.trial === null ? report.name : `${report.name}-${report.trial}`,
    name: report.name,
    ...(report.trial === null && { backtest_name: report.name, description: report.description ?? '' }),
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
    account: balancesOf(report),
    stop_reason: record.stopReason === '' ? null : record.stopReason,
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
    same_bar_exits: report.sameBarExits && { metrics: metricsByName(metricNames, report.sameBarExits) },
    warnings: report.warnings ?? [],
    fingerprint,
  });
}

/** Balance at the end, without the profit of positions left open, and what these positions hold of it as margin. */
function balancesOf({ record, config }: RunReport): Readonly<Record<string, number>> {
  const { open, markets, finalEquity, unrealizedPnl } = record;
  const { leverage = 1 } = (config as { readonly account?: { readonly leverage?: number } }).account ?? {};
  const closes = latestCloses(record)(record.to - 1);
  const balance_total = finalEquity - unrealizedPnl;
  const balance_locked = open.reduce((sum, { instrument, quantity }) => {
    const { symbol } = markets[instrument]!;
    return sum + (Math.abs(quantity) * closes[instrument]! * multiplierOf(config, symbol)) / leverage;
  }, 0);
  return { balance_total, balance_free: balance_total - balance_locked, balance_locked };
}
