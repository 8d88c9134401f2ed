import type { RunRecord } from '../../engine/record/record.js';
import type { Cells } from '../cells.js';
import type { RunReport } from '../run-report.js';
import { figuresInR, isInR } from './in-r.js';
import { tradeReturn } from './trades.js';

/** What one instrument had part in: figures by name, in the order of the columns; NaN where there is no value. */
export interface SymbolFigures {
  readonly symbol: string;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Figures of each instrument, in code-point order of the symbols. They are taken from its closed trades, its orders and fills; amounts are
 * in quote currency, `avg_trade_return` is the mean of pnl / (entry_price * quantity). Where each instrument has an account of its own, the
 * other metrics of that account follow.
 */
export function symbolFigures({ record, metricNames, accounts }: RunReport): readonly SymbolFigures[] {
  return record.markets.map(({ symbol }, k) => {
    const figures = figuresOf(record, k);
    const own = accounts?.[k];
    if (own) for (const [n, name] of metricNames.entries()) figures[name] ??= own[n]!;
    else Object.assign(figures, figuresInR(record, k));
    return { symbol, figures };
  });
}

/**
 * The same figures of all instruments together. Where each has an account of its own, the other metrics are those of the run: the mean, the
 * median or the worst over the accounts.
 */
export function allFigures({ record, metricNames, metrics, accounts }: RunReport): Readonly<Record<string, number>> {
  const figures = figuresOf(record, null);
  if (accounts) for (const [n, name] of metricNames.entries()) figures[name] ??= metrics[n]!;
  return figures;
}

/** per_symbol.csv: one row a symbol. */
export function* perSymbolRows(report: RunReport): Generator<Cells> {
  const rows = symbolFigures(report);
  yield ['symbol', ...Object.keys(rows[0]!.figures)];
  for (const { symbol, figures } of rows) yield [symbol, ...Object.values(figures)];
}

/** @param instrument null for all of them */
function figuresOf({ trades, journal, open }: RunRecord, instrument: number | null): Record<string, number> {
  const isOf = (of: number): boolean => instrument === null || of === instrument;
  const rows = Array.from({ length: trades.count }, (_, k) => k).filter((k) => isOf(trades.instrument[k]!));
  const sum = (of: (k: number) => number): number => rows.reduce((total, k) => total + of(k), 0);
  const share = (part: number, whole: number): number => (whole === 0 ? NaN : part / whole);
  const wins = rows.filter((k) => trades.pnl[k]! > 0);
  const losses = rows.filter((k) => trades.pnl[k]! < 0);
  const won = wins.reduce((total, k) => total + trades.pnl[k]!, 0);
  const lost = losses.reduce((total, k) => total - trades.pnl[k]!, 0);
  const held = open.filter((position) => isOf(position.instrument));
  return {
    total_trades: rows.length,
    winning_trades: wins.length,
    losing_trades: losses.length,
    win_rate: share(wins.length, rows.length),
    profit_factor: share(won, lost),
    avg_trade_return: share(
      sum((k) => tradeReturn(trades, k)),
      rows.length,
    ),
    gross_pnl: sum((k) => trades.grossPnl[k]!),
    fees: sum((k) => trades.fees[k]!),
    funding: sum((k) => trades.funding[k]!),
    pnl: sum((k) => trades.pnl[k]!),
    ...(isInR(trades) && {
      total_r: sum((k) => (trades.initialRisk[k]! > 0 ? trades.pnl[k]! / trades.initialRisk[k]! : 0)),
    }),
    unrealized_pnl: held.reduce((total, { unrealizedPnl }) => total + unrealizedPnl, 0),
    orders: journal?.orders.filter((order) => isOf(order.instrument)).length ?? NaN,
    fills: journal?.fills.filter((fill) => isOf(fill.instrument)).length ?? NaN,
  };
}
