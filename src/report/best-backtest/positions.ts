import type { RunRecord } from '../../engine/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';

/**
 * positions.csv: one row for each time that the position left zero until it came back or changed sign, then the position that was
 * still open at the end, if any. The open one's entry price follows from its unrealised profit at the last close.
 */
export function* positionsCsv(record: RunRecord): Generator<string> {
  const { market, trades } = record;
  yield csvLine([
    ...['position_id', 'instrument_id', 'side', 'quantity', 'entry_price', 'realized_pnl', 'unrealized_pnl'],
    ...['ts_opened', 'ts_closed'],
  ]);
  let closed = 0;
  for (let k = 0; k < trades.count; k++) {
    closed += trades.pnl[k]!;
    yield csvLine([
      k + 1,
      market.symbol,
      trades.side[k]! > 0 ? 'LONG' : 'SHORT',
      trades.quantity[k]!,
      trades.entryPrice[k]!,
      trades.pnl[k]!,
      0,
      timeText(market.time[trades.entryBar[k]!]!),
      timeText(market.time[trades.exitBar[k]!]!),
    ]);
  }
  const held = openPosition(record);
  if (held === 0) return;
  yield csvLine([
    trades.count + 1,
    market.symbol,
    held > 0 ? 'LONG' : 'SHORT',
    Math.abs(held),
    market.close[record.to - 1]! - record.unrealizedPnl / held,
    record.finalEquity - record.initialEquity - record.unrealizedPnl - closed,
    record.unrealizedPnl,
    timeText(market.time[openedBar(record)]!),
    null,
  ]);
}

/** Signed quantity that the run leaves open. */
export const openPosition = ({ journal }: RunRecord): number => journal?.position[journal.position.length - 1] ?? 0;

function openedBar({ journal, from, to }: RunRecord): number {
  const side = Math.sign(journal?.position[to - 1 - from] ?? 0);
  let bar = to - 1;
  while (bar > from && Math.sign(journal?.position[bar - 1 - from] ?? 0) === side) bar--;
  return bar;
}
