import type { RunRecord } from '../../engine/record/record.js';
import { describeExcursions } from '../../metrics/_excursions.js';
import type { Cells } from '../cells.js';
import { timeText } from '../time-text.js';
import { partialExits } from './partials.js';

/**
 * trades.csv: closed trades in order of their exit. `pnl` is net of fees and funding; `pnl_pct` is pnl / (entry_price * quantity), a
 * fraction; `duration` is exit_time - entry_time in milliseconds, 0 inside one bar; `partials` lists the exits of a trade that had several.
 * In hedge mode a trade is a lot, with its number, its level and its worst and best excursion as fractions of the entry price.
 *
 * @param instrument whose trades alone are wanted, by its number; default all
 */
export function* tradesRows(record: RunRecord, instrument?: number): Generator<Cells> {
  const { markets, timeline, trades } = record;
  const partials = partialExits(record);
  yield [
    ...['entry_time', 'exit_time', 'symbol', 'side', 'entry_price', 'exit_price', 'quantity'],
    ...['gross_pnl', 'fees', 'funding', 'pnl', 'pnl_pct', 'duration', 'exit_reason', 'partials'],
    ...(record.isHedged ? ['lot_id', 'level', 'mae', 'mfe'] : []),
  ];
  const excursions = record.isHedged ? describeExcursions(record) : [];
  for (let k = 0; k < trades.count; k++) {
    if (instrument !== undefined && trades.instrument[k] !== instrument) continue;
    const entryTime = timeline.time[trades.entryBar[k]!]!;
    const exitTime = timeline.time[trades.exitBar[k]!]!;
    yield [
      timeText(entryTime),
      timeText(exitTime),
      markets[trades.instrument[k]!]!.symbol,
      trades.side[k]! > 0 ? 'LONG' : 'SHORT',
      trades.entryPrice[k]!,
      trades.exitPrice[k]!,
      trades.quantity[k]!,
      trades.grossPnl[k]!,
      trades.fees[k]!,
      trades.funding[k]!,
      trades.pnl[k]!,
      tradeReturn(trades, k),
      exitTime - entryTime,
      trades.exitReason[k] ?? '',
      partials[k]!,
      ...(record.isHedged
        ? [trades.lot[k]!, trades.tag[k]!, excursions[k]?.adverse ?? NaN, excursions[k]?.favourable ?? NaN]
        : []),
    ];
  }
}

/** Net profit of trade k per entry notional. */
export const tradeReturn = (trades: RunRecord['trades'], k: number): number =>
  trades.pnl[k]! / (trades.entryPrice[k]! * trades.quantity[k]!);
