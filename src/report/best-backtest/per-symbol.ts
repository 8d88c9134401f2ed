import type { RunRecord } from '../../engine/record/record.js';
import type { Cells } from '../cells.js';
import type { RunReport } from '../run-report.js';
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
    return { symbol, figures };
  });
}

/** per_symbol.csv: one row a symbol. */
export function* perSymbolRows(report: RunReport): Generator<Cells> {
  const rows = symbolFigures(report);
  yield ['symbol', ...Object.keys(rows[0]!.figures)];
  for (const { symbol, figures } of rows) yield [symbol, ...Object.values(figures)];
}

function figuresOf({ trades, journal, open }: RunRecord, instrument: number): Record<string, number> {
  const rows = Array.from({ length: trades.count }, (_, k) => k).filter((k) => trades.instrument[k] === instrument);
  const sum = (of: (k: number) => number): number => rows.reduce((total, k) => total + of(k), 0);
  const share = (part: number, whole: number): number => (whole === 0 ? NaN : part / whole);
  const wins = rows.filter((k) => trades.pnl[k]! > 0);
  const losses = rows.filter((k) => trades.pnl[k]! < 0);
  const won = wins.reduce((total, k) => total + trades.pnl[k]!, 0);
  const lost = losses.reduce((total, k) => total - trades.pnl[k]!, 0);
  const held = open.filter((position) => position.instrument === instrument);
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
    unrealized_pnl: held.reduce((total, { unrealizedPnl }) => total + unrealizedPnl, 0),
    orders: journal?.orders.filter((order) => order.instrument === instrument).length ?? NaN,
    fills: journal?.fills.filter((fill) => fill.instrument === instrument).length ?? NaN,
  };
}
