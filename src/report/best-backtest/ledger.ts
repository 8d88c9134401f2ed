import type { RunRecord } from '../../engine/record/record.js';
import { timeText } from '../time-text.js';
import { orderName } from './order-names.js';

/**
 * ledger.jsonl: every change of the cash, one JSON object a line, in the order in which they happened. A line of kind `fill` names the order,
 * in hedge mode also the lot that it entered or left; one of kind `funding` the signed quantity, the price and the rate. `cash` is
 * what the account then held, the symbol's own where each symbol has an account.
 */
export function* ledgerJsonl(record: RunRecord): Generator<string> {
  const { markets, timeline, journal } = record;
  let seq = 0;
  for (const flow of journal?.ledger ?? []) {
    const place = flow.kind === 'fill' ? flow.fill : flow;
    const { symbol } = markets[place.instrument]!;
    const head = { seq: ++seq, time: timeText(timeline.time[place.bar]!), kind: flow.kind, symbol };
    if (flow.kind === 'funding') {
      const { quantity, price, rate, cash } = flow;
      yield `${JSON.stringify({ ...head, quantity, price, rate, cash })}\n`;
      continue;
    }
    const { orderId, lot, side, quantity, price, fee, liquidity, reason } = flow.fill;
    const order = orderName(record, place.instrument, orderId);
    const what = { order, ...(lot > 0 && { lot }), side: side > 0 ? 'BUY' : 'SELL', quantity, price, fee, liquidity };
    yield `${JSON.stringify({ ...head, ...what, reason, cash: flow.cash })}\n`;
  }
}
