import type { OrderRow, RunRecord } from '../../engine/record/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';
import { orderName } from './order-names.js';

/** Reasons with which the run itself closes what is held. */
const FORCED = new Set(['end_of_data', 'liquidated', 'ruined', 'max_drawdown', 'daily_loss', 'session_end']);

/** What an order was for, in one word. */
function kindOf({ role, type, reason }: OrderRow): string {
  if (role === 'entry') return 'ENTRY';
  if (type === 'take_profit' || type === 'limit') return 'TP';
  if (type === 'stop') return 'SL';
  return FORCED.has(reason) ? 'FLATTEN' : 'EXIT';
}

/**
 * orders.csv: every order that was submitted, in order of submission. A rejected order has no venue id; an order that was sized at
 * its fill and never filled has no quantity. Times are the opens of the bar that decided it and of the bar of its last event;
 * `position_side` is the position that it opens or leaves, `level` the rung of a ladder, `liquidity` that of its last fill.
 */
export function* ordersCsv(record: RunRecord): Generator<string> {
  const { markets, timeline, journal } = record;
  yield csvLine([
    ...['client_order_id', 'venue_order_id', 'side', 'quantity', 'filled_qty', 'avg_px', 'status'],
    ...['type', 'kind', 'price', 'fee', 'reason', 'code', 'ts_submitted', 'ts_closed'],
    ...['symbol', 'position_side', 'level', 'liquidity'],
  ]);
  const liquidity = new Map((journal?.fills ?? []).map((fill) => [fill.orderId, fill.liquidity]));
  for (const order of journal?.orders ?? []) {
    yield csvLine([
      orderName(record, order.instrument, order.id),
      order.status === 'REJECTED' ? null : `SIM-${order.id}`,
      order.side > 0 ? 'BUY' : 'SELL',
      order.quantity,
      order.filledQuantity,
      order.averagePrice,
      order.status,
      order.type,
      kindOf(order),
      order.price,
      order.fee,
      order.reason,
      order.code,
      timeText(timeline.time[order.submittedBar] ?? NaN),
      timeText(timeline.time[order.closedBar] ?? NaN),
      markets[order.instrument]!.symbol,
      order.side > 0 === (order.role === 'entry') ? 'LONG' : 'SHORT',
      order.tag === 0 ? null : order.tag,
      liquidity.get(order.id) ?? null,
    ]);
  }
}
