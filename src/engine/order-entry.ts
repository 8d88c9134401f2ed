import { isMultiple } from '../base/step.js';
import type { Book } from './book.js';
import { isValidBracket } from './bracket.js';
import type { OrderTicket } from './desk.js';
import { quantityFault } from './sizing.js';

/**
 * Takes an order in at the close of the current bar, or rejects it with the code of the first rule it breaks.
 * Returns its id; rejected orders have one, too, and stand in the order list.
 */
export function submit(book: Book, ticket: OrderTicket): number {
  const slot = book.orders.add(ticket, book.frame, firstLiveBar(book));
  const id = book.orders.id[slot]!;
  const fault = faultOf(book, ticket);
  if (fault !== '') book.drop(book.orders.count - 1, 'REJECTED', fault);
  return id;
}

function faultOf(book: Book, ticket: OrderTicket): string {
  const { instrument, position, market } = book;
  const isEntry = ticket.reduceOnly !== true;
  if (isEntry && book.halted !== '') return book.halted;
  if (ticket.type !== 'market') {
    const price = ticket.price ?? NaN;
    if (!(price > 0 && price < Infinity)) return 'PRICE_INVALID';
    if (instrument.tick && !isMultiple(instrument.tick, price)) return 'PRICE_TICK';
  }
  if (ticket.bracket && !isValidBracket(ticket.bracket)) return 'BRACKET_INVALID';
  if (isEntry && ticket.side < 0 && !instrument.allowShort && position.quantity <= 0) return 'SHORT_NOT_ALLOWED';
  if (!isEntry) return '';
  const price = ticket.price ?? market.close[book.latestBar]!;
  const quantity = ticket.size.kind === 'quantity' ? ticket.size.value : NaN;
  if (ticket.size.kind === 'quantity') {
    if (instrument.lot && !isMultiple(instrument.lot, quantity)) return 'QTY_STEP';
    const fault = quantityFault(quantity, price, instrument);
    if (fault !== '') return fault;
  }
  const verdict = book.checkEntry(ticket.side, quantity, price, price, false);
  return typeof verdict === 'string' ? verdict : '';
}

/** First bar after the latest whose end lies strictly after the decision plus the latency. */
function firstLiveBar(book: Book): number {
  const { latestBar: bar } = book;
  const { latencyMs } = book.rules.execution;
  if (latencyMs === 0) return bar + 1;
  const { time, length } = book.market;
  const arrival = time[bar]! + latencyMs;
  let live = bar + 1;
  while (live < length && time[live]! <= arrival) live++;
  return live;
}
