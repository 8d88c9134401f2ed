import type { RunRecord } from '../../engine/record/record.js';
import { csvLine } from '../csv-text.js';
import { timeText } from '../time-text.js';
import { orderName } from './order-names.js';

/** fills.csv, in order of time. `slippage` is the distance from `raw_price`, the price before slippage and rounding. */
export function* fillsCsv(record: RunRecord): Generator<string> {
  const { markets, timeline, journal } = record;
  yield csvLine([
    ...[
      'time',
      'client_order_id',
      'symbol',
      'side',
      'quantity',
      'price',
      'raw_price',
      'slippage',
      'fee',
      'liquidity',
      'reason',
    ],
  ]);
  for (const fill of journal?.fills ?? []) {
    const { symbol } = markets[fill.instrument]!;
    yield csvLine([
      timeText(timeline.time[fill.bar]!),
      orderName(record, fill.instrument, fill.orderId),
      symbol,
      fill.side > 0 ? 'BUY' : 'SELL',
      fill.quantity,
      fill.price,
      fill.rawPrice,
      Math.abs(fill.price - fill.rawPrice),
      fill.fee,
      fill.liquidity,
      fill.reason,
    ]);
  }
}
