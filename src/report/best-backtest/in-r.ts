import { tradesOf } from '../../engine/record/trade-log.js';
import type { RunRecord } from '../../engine/record/record.js';
import averageR from '../../metrics/average-r.js';
import avgLoserR from '../../metrics/avg-loser-r.js';
import avgWinnerR from '../../metrics/avg-winner-r.js';
import largestLoserR from '../../metrics/largest-loser-r.js';
import largestWinnerR from '../../metrics/largest-winner-r.js';
import maxDrawdownR from '../../metrics/max-drawdown-r.js';
import medianR from '../../metrics/median-r.js';
import profitFactorR from '../../metrics/profit-factor-r.js';
import sharpePerTrade from '../../metrics/sharpe-per-trade.js';
import sharpeR from '../../metrics/sharpe-r.js';
import sortinoR from '../../metrics/sortino-r.js';
import type { Cells } from '../cells.js';
import { timeText } from '../time-text.js';

const METRICS = [
  ...[averageR, medianR, profitFactorR, maxDrawdownR, avgWinnerR, avgLoserR],
  ...[largestWinnerR, largestLoserR, sharpePerTrade, sharpeR, sortinoR],
];

/** Whether trades of a run had a stop, so that they can be told in multiples of their risk. */
export const isInR = ({ count, initialRisk }: RunRecord['trades']): boolean =>
  initialRisk.subarray(0, count).some((risk) => risk > 0);

/** Metrics in multiples of the risk of the trades of one instrument, by name; none where no trade of the run had a stop. */
export function figuresInR(record: RunRecord, instrument: number): Readonly<Record<string, number>> {
  if (!isInR(record.trades)) return {};
  const own = { ...record, trades: tradesOf(record.trades, instrument) };
  return Object.fromEntries(METRICS.map(({ name, compute }) => [name, compute(own)]));
}

/**
 * combined_r_equity: the closed trades of all symbols in order of their exits, at one moment in code-point order of the symbols, and the running
 * sum of their results in multiples of their risk; its highest value starts at 0. Trades without a stop are left out.
 */
export function* combinedRRows({ markets, timeline, trades }: RunRecord): Generator<Cells> {
  yield [
    ...['trade_number', 'trade_id', 'symbol', 'entry_timestamp', 'exit_timestamp'],
    ...['realized_r', 'cumulative_r', 'running_max', 'drawdown_r'],
  ];
  const order = Array.from({ length: trades.count }, (_, k) => k).filter((k) => trades.initialRisk[k]! > 0);
  order.sort(
    (a, b) => trades.exitBar[a]! - trades.exitBar[b]! || trades.instrument[a]! - trades.instrument[b]! || a - b,
  );
  let [number, total, peak] = [0, 0, 0];
  for (const k of order) {
    const { symbol } = markets[trades.instrument[k]!]!;
    const entry = timeText(timeline.time[trades.entryBar[k]!]!);
    const stamp = entry.slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
    const result = trades.pnl[k]! / trades.initialRisk[k]!;
    total += result;
    peak = Math.max(peak, total);
    yield [
      ...[++number, `${symbol}_${trades.side[k]! > 0 ? 'LONG' : 'SHORT'}_${stamp}`, symbol, entry],
      ...[timeText(timeline.time[trades.exitBar[k]!]!), result, total, peak, peak - total],
    ];
  }
}
