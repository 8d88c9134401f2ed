import { csvLine } from '../csv-text.js';
import type { RunReport } from '../run-report.js';
import { timeText } from '../time-text.js';
import { fifoLots } from './fifo-lots.js';
import { orderName } from './order-names.js';
import { multiplierOf } from './multiplier.js';

/**
 * lots.csv: what each exit closed of each entry, first in first out, in order of the exits; a trade has one row or several. `realized_pnl`
 * is before fees, `fee_entry` and `fee_exit` are the shares of the two fills' fees. Entries that stay open have no row.
 */
export function* lotsCsv({ record, config }: RunReport): Generator<string> {
  const { markets, timeline } = record;
  yield csvLine([
    ...['symbol', 'side', 'quantity', 'entry_time', 'entry_price', 'exit_time', 'exit_price'],
    ...['realized_pnl', 'fee_entry', 'fee_exit', 'entry_order', 'exit_order', 'exit_reason'],
  ]);
  const multipliers = markets.map(({ symbol }) => multiplierOf(config, symbol));
  for (const { entry, exit, quantity, entryFee, exitFee } of fifoLots(record)) {
    const { symbol } = markets[entry.instrument]!;
    yield csvLine([
      symbol,
      entry.side > 0 ? 'LONG' : 'SHORT',
      quantity,
      timeText(timeline.time[entry.bar]!),
      entry.price,
      timeText(timeline.time[exit.bar]!),
      exit.price,
      entry.side * (exit.price - entry.price) * quantity * multipliers[entry.instrument]!,
      entryFee,
      exitFee,
      orderName(record, entry.instrument, entry.orderId),
      orderName(record, exit.instrument, exit.orderId),
      exit.reason,
    ]);
  }
}
