import { draw, DRAW_PURPOSE, drawFrame } from '../base/draw.js';
import { isMultiple } from '../base/step.js';
import type { Book } from './book.js';
import { isValidBracket } from './bracket.js';
import type { OrderTicket } from './desk.js';
import type { InstrumentRules } from './rules.js';
import { quantityFault } from './sizing.js';

/**
 * Takes an order in at the close of the current bar, or rejects it with the code of the first rule it breaks.
 * Returns its id; rejected orders have one, too, and stand in the order list.
 */
export function submit(book: Book, ticket: OrderTicket): number {
  const arrival = arrivalOf(book);
  book.submitted++;
  const slot = book.orders.add(ticket, book.frame, firstLiveBar(book, arrival));
  book.orders.arrival[slot] = arrival;
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
    const fault = ticket.type === 'stop_limit' ? stopLimitFault(ticket, price, instrument) : '';
    if (fault !== '') return fault;
    if (ticket.postOnly && book.lots === null && ticket.side * (price - market.close[book.latestBar]!) >= 0)
      return 'POST_ONLY';
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

/** The limit of a stop_limit lies at its stop or beyond it, where the order could trade. */
function stopLimitFault({ side, limitPrice = NaN }: OrderTicket, stop: number, { tick }: InstrumentRules): string {
  if (!(limitPrice > 0 && limitPrice < Infinity) || side * (limitPrice - stop) < 0) return 'PRICE_INVALID';
  return tick && !isMultiple(tick, limitPrice) ? 'PRICE_TICK' : '';
}

/** First bar after the latest whose end lies strictly after the order's arrival. */
function firstLiveBar({ latestBar: bar, market }: Book, arrival: number): number {
  const { time, length } = market;
  let live = bar + 1;
  while (live < length && time[live]! <= arrival) live++;
  return live;
}

/** When an order that is decided now arrives, counted from the open of the deciding bar, ms. Each order's latency is drawn for itself. */
function arrivalOf({ latestBar: bar, market, rules, number, submitted }: Book): number {
  const { min, max, step } = rules.execution.latency;
  const from = market.time[bar]!;
  const choices = Math.ceil((max - min) / step);
  if (choices <= 1) return from + min;
  const drawn = draw(rules.seed, drawFrame(from), number, submitted, DRAW_PURPOSE.latency);
  return from + min + step * Math.floor((drawn * choices) / 2 ** 32);
}
