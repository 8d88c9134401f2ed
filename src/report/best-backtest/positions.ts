import type { RunRecord } from '../../engine/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';

/**
 * positions.csv: one row for each time that the position left zero until it came back or changed sign, then the position that was
 * still open at the end, if any. Entry prices are quantity-weighted means.
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
  const { entryPrice, openedBar } = openEntry(record);
  yield csvLine([
    trades.count + 1,
    market.symbol,
    held > 0 ? 'LONG' : 'SHORT',
    Math.abs(held),
    entryPrice,
    record.finalEquity - record.initialEquity - record.unrealizedPnl - closed,
    record.unrealizedPnl,
    timeText(market.time[openedBar] ?? NaN),
    null,
  ]);
}

/** Signed quantity that the run leaves open. */
export const openPosition = ({ journal }: RunRecord): number => journal?.positions[0]?.at(-1) ?? 0;

/** Mean entry price and first bar of the position that is open at the end, from the fills that made it. */
function openEntry({ journal }: RunRecord): { readonly entryPrice: number; readonly openedBar: number } {
  let [quantity, entryPrice, openedBar] = [0, NaN, -1];
  for (const fill of journal?.fills ?? []) {
    const before = quantity;
    const change = fill.side * fill.quantity;
    quantity += change;
    // What rounding leaves of a closed position is no position.
    if (Math.abs(quantity) <= 1e-9 * fill.quantity) quantity = 0;
    if (before === 0 || Math.sign(before) === -Math.sign(quantity)) [entryPrice, openedBar] = [fill.price, fill.bar];
    else if (Math.sign(change) === Math.sign(before)) entryPrice += (change / quantity) * (fill.price - entryPrice);
  }
  return { entryPrice, openedBar };
}
