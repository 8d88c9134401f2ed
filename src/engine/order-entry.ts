import { draw, DRAW_PURPOSE, drawFrame } from '../base/draw.js';
import type { Book } from './book.js';
import type { OrderTicket } from './desk.js';
import { orderFault } from './order-checks.js';
import type { TakenOrder } from './orders.js';

/** Orders of one moment that a run takes; a strategy that places more answers its own orders without end. */
const MOST_ORDERS = 10_000;

/**
 * Takes an order in at the close of the current bar, or rejects it with the codes of all rules it breaks.
 * Returns its id; rejected orders have one, too, and stand in the order list. A ticket whose own id is that of an order that was taken
 * changes nothing when it says the same, and is rejected when it does not.
 *
 * @throws RangeError when a strategy places orders without end
 */
export function submit(book: Book, ticket: OrderTicket): number {
  const { ids } = book.orders;
  const earlier = ticket.id === undefined ? undefined : ids.taken.get(ticket.id);
  if (earlier !== undefined && isSameOrder(earlier, book.number, ticket)) return earlier.id;
  if (++ids.ofMoment > MOST_ORDERS) throw new RangeError(`event storm: more than ${MOST_ORDERS} orders at one moment`);
  ids.placed++;
  const arrival = arrivalOf(book);
  book.submitted++;
  if (ticket.reduceOnly !== true) book.entriesSubmitted++;
  const slot = book.orders.add(ticket, book.frame, firstLiveBar(book, arrival));
  book.orders.arrival[slot] = arrival;
  const id = book.orders.id[slot]!;
  const fault = earlier === undefined ? orderFault(book, ticket) : 'DUPLICATE_ID';
  if (fault !== '') book.drop(book.orders.count - 1, 'REJECTED', fault);
  else if (ticket.id !== undefined) ids.taken.set(ticket.id, { id, instrument: book.number, ticket });
  return id;
}

/** Whether a ticket asks for what an order was taken in for. */
function isSameOrder({ instrument, ticket: earlier }: TakenOrder, number: number, ticket: OrderTicket): boolean {
  return (
    instrument === number &&
    TERMS.every((term) => earlier[term] === ticket[term]) &&
    earlier.size.kind === ticket.size.kind &&
    earlier.size.value === ticket.size.value &&
    (earlier.postOnly === undefined) === (ticket.postOnly === undefined)
  );
}

const TERMS = ['type', 'side', 'price', 'limitPrice', 'timeInForce', 'reduceOnly', 'market'] as const;

/** First bar after the latest whose end lies strictly after the order's arrival. */
function firstLiveBar({ latestBar: bar, market }: Book, arrival: number): number {
  const { time, length } = market;
  let live = bar + 1;
  while (live < length && time[live]! <= arrival) live++;
  return live;
}

/** When an order that is decided now arrives, counted from the open of the deciding bar, ms. Each order's latency is drawn for itself. */
function arrivalOf({ latestBar: bar, market, rules, symbolIndex, submitted }: Book): number {
  const { min, max, step } = rules.execution.latency;
  const from = market.time[bar]!;
  const choices = Math.ceil((max - min) / step);
  if (choices <= 1) return from + min;
  const drawn = draw(rules.seed, drawFrame(from), symbolIndex, submitted, DRAW_PURPOSE.latency);
  return from + min + step * Math.floor((drawn * choices) / 2 ** 32);
}
