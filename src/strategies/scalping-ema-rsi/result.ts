import type { Json } from '../../base/json.js';
import { formatInterval, formatTime } from '../../base/time.js';
import type { Desk } from '../../engine/desk.js';
import type { ScalpingCounters } from './counters.js';
import type { SafetyStatus } from './safety.js';
import type { ScalpingTradeLog } from './trade-log.js';

/** What the result of an account is told from. */
export interface ResultSources {
  readonly log: ScalpingTradeLog;
  /** Of each instrument. */
  readonly counters: readonly ScalpingCounters[];
  /** The account after its last bar. */
  readonly account: Pick<Desk, 'cash' | 'equity' | 'openFees' | 'openPositions'>;
  readonly safety: SafetyStatus;
}

/**
 * The result of a run over all symbols of an account: what was run, what was counted, what it came to, and how the safety monitor saw it last.
 * Amounts are in quote currency; `total_return`, `win_rate` and `success_rate` are fractions, null where there was nothing to count, and
 * `total_return_pct` is in per cent. The balance holds no unrealised profit and no commission of an open position; equity is net of both commissions paid.
 */
export function resultOf({ log, counters, account, safety }: ResultSources): Json {
  const { balance: start, session, profits } = log;
  const sum = (name: keyof ScalpingCounters): number => counters.reduce((total, one) => total + one[name], 0);
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const balance = account.cash + account.openFees;
  const wins = profits.filter((profit) => profit > 0).length;
  const total = account.equity / start - 1;
  const orders = sum('orders_total');
  const successful = sum('orders_successful');
  return {
    config: {
      start_date: formatTime(session.start),
      end_date: formatTime(session.end),
      interval: formatInterval(session.intervalMs),
      symbols: session.symbols,
      starting_balance: start,
    },
    statistics: {
      candles_processed: session.bars,
      signals_generated: sum('signal_long') + sum('signal_short'),
      orders_submitted: orders,
    },
    performance: {
      starting_balance: start,
      current_balance: balance,
      equity: account.equity,
      total_return: total,
      total_return_pct: 100 * total,
      realized_pnl: balance - start,
      unrealized_pnl: account.equity - account.cash,
      total_trades: profits.length,
      winning_trades: wins,
      losing_trades: profits.filter((profit) => profit < 0).length,
      win_rate: share(wins, profits.length),
      open_positions: account.openPositions,
      execution_stats: {
        total_orders: orders,
        successful_orders: successful,
        rejected_orders: sum('orders_rejected'),
        cancelled_orders: sum('orders_cancelled'),
        success_rate: share(successful, orders),
      },
    },
    safety: { ...safety },
    log_file: `${log.name}.csv`,
  };
}
