import type { RunRecord } from '../../engine/record/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';

/**
 * positions.csv: one row for each time that a position left zero until it came back or changed sign, then the positions that were still
 * open at the end, if any. Entry prices are quantity-weighted means.
 */
export function* positionsCsv({ markets, timeline, trades, open }: RunRecord): Generator<string> {
  yield csvLine([
    ...['position_id', 'instrument_id', 'side', 'quantity', 'entry_price', 'realized_pnl', 'unrealized_pnl'],
    ...['ts_opened', 'ts_closed'],
  ]);
  for (let k = 0; k < trades.count; k++) {
    yield csvLine([
      k + 1,
      markets[trades.instrument[k]!]!.symbol,
      trades.side[k]! > 0 ? 'LONG' : 'SHORT',
      trades.quantity[k]!,
      trades.entryPrice[k]!,
      trades.pnl[k]!,
      0,
      timeText(timeline.time[trades.entryBar[k]!]!),
      timeText(timeline.time[trades.exitBar[k]!]!),
    ]);
  }
  for (const [n, held] of open.entries()) {
    yield csvLine([
      trades.count + n + 1,
      markets[held.instrument]!.symbol,
      held.quantity > 0 ? 'LONG' : 'SHORT',
      Math.abs(held.quantity),
      held.entryPrice,
      held.realizedPnl,
      held.unrealizedPnl,
      timeText(timeline.time[held.openedBar]!),
      null,
    ]);
  }
}
