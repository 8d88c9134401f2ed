import { draw, DRAW_PURPOSE, drawFrame } from '../base/draw.js';
import { isMultiple } from '../base/step.js';
import type { Book } from './book.js';
import { isValidBracket } from './bracket.js';
import type { OrderTicket } from './desk.js';
import { LIMIT, SIZE_QUANTITY, STOP, STOP_LIMIT } from './orders.js';
import type { InstrumentRules } from './rules.js';
import { quantityFault } from './sizing.js';

/**
 * Takes an order in at the close of the current bar, or rejects it with the codes of all rules it breaks.
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

/** Reserve over the last close, or over a stop, that an order without a limit must find in the account. */
const RESERVE = 1.05;

/** Codes of all rules that an order breaks, separated by spaces; empty when it may stand. */
function faultOf(book: Book, ticket: OrderTicket): string {
  const isEntry = ticket.reduceOnly !== true;
  if (isEntry && book.halted !== '') return book.halted;
  const { instrument, position, market } = book;
  const { side } = ticket;
  const close = market.close[book.latestBar]!;
  const price = ticket.type === 'market' ? close : (ticket.price ?? NaN);
  const quantity = ticket.size.kind === 'quantity' ? ticket.size.value : NaN;
  let codes = instrument.isTrading ? '' : 'NOT_TRADING';
  if (isEntry && ticket.size.kind === 'quantity') {
    if (instrument.lot && !isMultiple(instrument.lot, quantity)) codes = joined(codes, 'QTY_STEP');
    codes = joined(codes, quantityFault(quantity, price, instrument));
  }
  if (ticket.type !== 'market') codes = joined(codes, priceFault(ticket, price, instrument));
  if (isEntry && isBeyondCash(book, ticket, quantity, close)) codes = joined(codes, 'INSUFFICIENT_CASH');
  if (ticket.postOnly && book.lots === null && side * (price - close) >= 0) codes = joined(codes, 'POST_ONLY');
  if (isEntry && side < 0 && !instrument.allowShort && position.quantity <= 0)
    codes = joined(codes, 'SHORT_NOT_ALLOWED');
  if (ticket.bracket && !isValidBracket(ticket.bracket)) codes = joined(codes, 'BRACKET_INVALID');
  if (codes !== '' || !isEntry) return codes;
  const verdict = book.checkEntry(side, quantity, price, price, false);
  return typeof verdict === 'string' ? verdict : '';
}

const joined = (codes: string, code: string): string =>
  codes === '' ? code : code === '' ? codes : `${codes} ${code}`;

function priceFault(ticket: OrderTicket, price: number, instrument: InstrumentRules): string {
  if (!(price > 0 && price < Infinity)) return 'PRICE_INVALID';
  const { tick, priceBand } = instrument;
  let codes = tick && !isMultiple(tick, price) ? 'PRICE_TICK' : '';
  if (ticket.type === 'stop_limit') codes = joined(codes, stopLimitFault(ticket, price, instrument));
  const isOutside =
    (priceBand.low !== null && price < priceBand.low) || (priceBand.high !== null && price > priceBand.high);
  return isOutside ? joined(codes, 'PRICE_BAND') : codes;
}

/**
 * Whether a purchase of a given quantity out of a cash account could cost more, with all purchases that work beside it, than the account
 * holds. What only reduces a short needs no cash; what sales will bring does not count. Cash is not asked for again at the fill.
 */
function isBeyondCash(book: Book, ticket: OrderTicket, quantity: number, close: number): boolean {
  const { orders, rules, position, instrument, portfolio } = book;
  if (rules.account.kind !== 'cash' || rules.account.leverage !== 1) return false;
  if (ticket.side < 0 || Number.isNaN(quantity) || position.quantity + quantity <= 0) return false;
  const { taker, perUnit } = rules.execution.fees;
  let cost = 0;
  // The order itself is the latest of the working list.
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    if (orders.side[slot]! < 0 || orders.isExit[slot] === 1 || orders.sizeKind[slot] !== SIZE_QUANTITY) continue;
    const level = orders.price[slot]!;
    const worst =
      orders.type[slot] === LIMIT
        ? level
        : orders.type[slot] === STOP_LIMIT
          ? orders.limitPrice[slot]!
          : RESERVE * (orders.type[slot] === STOP ? level : close);
    cost += orders.sizeValue[slot]! * (worst * instrument.multiplier * (1 + taker) + perUnit);
  }
  return cost > portfolio.ledger.cash;
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
