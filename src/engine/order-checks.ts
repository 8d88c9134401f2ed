import { isMultiple } from '../base/step.js';
import type { Book } from './book.js';
import { isValidBracket } from './bracket.js';
import type { OrderTicket } from './desk.js';
import { LIMIT, SIZE_QUANTITY, STOP, STOP_LIMIT } from './orders.js';
import type { InstrumentRules } from './rules.js';
import { notionalFault, quantityFault } from './sizing.js';

/** Part of a lot, or of what is held where there are none, by which rounding may leave two equal quantities apart. */
const HOLDING_SLACK = 1e-6;

/** Reserve over the last close, or over a stop, that an order without a limit must find in the account. */
const RESERVE = 1.05;

/** Codes of all rules that an order breaks, separated by spaces, in the order of the checks; empty when it may stand. */
export function orderFault(book: Book, ticket: OrderTicket): string {
  const isEntry = ticket.reduceOnly !== true;
  if (!book.instrument.isListed) return 'SPEC_MISSING';
  if (isEntry && book.halted !== '') return book.halted;
  const { instrument, position, market } = book;
  const { side } = ticket;
  const close = market.close[book.latestBar]!;
  const price = ticket.type === 'market' ? close : (ticket.price ?? NaN);
  const quantity = ticket.size.kind === 'quantity' ? ticket.size.value : NaN;
  let codes = instrument.isTrading ? '' : 'NOT_TRADING';
  const isFiltered = ticket.size.kind === 'quantity' && (isEntry || ticket.meetsFilters === true);
  if (isFiltered) {
    if (instrument.lot && !isMultiple(instrument.lot, quantity)) codes = joined(codes, 'QTY_STEP');
    codes = joined(codes, quantityFault(quantity, instrument));
  }
  if (ticket.type !== 'market') codes = joined(codes, priceFault(ticket, price, instrument));
  if (isFiltered && quantity > 0)
    codes = joined(codes, notionalFault(quantity, ticket.limitPrice ?? price, instrument));
  if (isUnsupported(book, ticket)) codes = joined(codes, 'MARKET_UNSUPPORTED');
  if (isEntry && isBeyondCash(book, ticket, quantity)) codes = joined(codes, 'INSUFFICIENT_CASH');
  if (!isEntry && book.lots === null && isBeyondHolding(quantity, -side * position.quantity, instrument))
    codes = joined(codes, 'REDUCE_ONLY');
  if (ticket.postOnly && book.lots === null && side * (price - close) >= 0) codes = joined(codes, 'POST_ONLY');
  if (isEntry && side < 0 && !instrument.allowShort && isBeyondHolding(quantity, position.quantity, instrument))
    codes = joined(codes, 'SHORT_NOT_ALLOWED');
  if (ticket.bracket && !isValidBracket(ticket.bracket)) codes = joined(codes, 'BRACKET_INVALID');
  if (codes !== '' || !isEntry) return codes;
  const verdict = book.checkEntry(side, quantity, price, price, false);
  return typeof verdict === 'string' ? verdict : '';
}

/** Whether the account cannot trade the kind of market that an order names: no option, and futures on a margin account only. */
const isUnsupported = ({ rules }: Book, { market }: OrderTicket): boolean =>
  market === 'option' || (market === 'future' && rules.account.kind === 'cash');

/**
 * Whether an order that may only reduce goes beyond what is held against it: 0 or less is nothing. `Infinity` means whatever is held, and a
 * size that is found at the fill cannot be judged before.
 */
const isBeyondHolding = (quantity: number, held: number, { lot }: InstrumentRules): boolean =>
  held <= 0 || (quantity < Infinity && quantity > held + (lot ? lot.m / lot.scale : held) * HOLDING_SLACK);

const joined = (codes: string, code: string): string =>
  codes === '' ? code : code === '' ? codes : `${codes} ${code}`;

function priceFault(ticket: OrderTicket, price: number, instrument: InstrumentRules): string {
  if (!(price > 0 && price < Infinity)) return 'PRICE_INVALID';
  const { tick, priceBand } = instrument;
  let codes = tick && !isMultiple(tick, price) ? 'PRICE_TICK' : '';
  if (ticket.type === 'stop_limit') codes = joined(codes, stopLimitFault(ticket, price, instrument));
  const isOutside = (level: number): boolean =>
    (priceBand.low !== null && level < priceBand.low) || (priceBand.high !== null && level > priceBand.high);
  return isOutside(price) || isOutside(ticket.limitPrice ?? price) ? joined(codes, 'PRICE_BAND') : codes;
}

/**
 * Whether a purchase of a given quantity out of a cash account could cost more, with all purchases of the account that work beside it, than
 * the account holds. What only reduces a short needs no cash; what sales will bring does not count. Cash is not asked for again at the fill.
 */
function isBeyondCash({ rules, position, portfolio }: Book, ticket: OrderTicket, quantity: number): boolean {
  if (rules.account.kind !== 'cash' || rules.account.leverage !== 1) return false;
  if (ticket.side < 0 || Number.isNaN(quantity) || position.quantity + quantity <= 0) return false;
  let cost = 0;
  // The order itself is the latest of its book's working list.
  for (const book of portfolio.books) cost += workingPurchases(book);
  return cost > portfolio.ledger.cash;
}

/** What the purchases at work on an instrument could cost. */
function workingPurchases({ orders, rules, position, instrument, market, latestBar }: Book): number {
  const { taker, perUnit } = rules.execution.fees;
  let cost = 0;
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    if (orders.side[slot]! < 0 || orders.isExit[slot] === 1 || orders.sizeKind[slot] !== SIZE_QUANTITY) continue;
    const quantity = orders.sizeValue[slot]!;
    if (position.quantity + quantity <= 0) continue;
    const level = orders.price[slot]!;
    const worst =
      orders.type[slot] === LIMIT
        ? level
        : orders.type[slot] === STOP_LIMIT
          ? orders.limitPrice[slot]!
          : RESERVE * (orders.type[slot] === STOP ? level : market.close[latestBar]!);
    cost += quantity * (worst * instrument.multiplier * (1 + taker) + perUnit);
  }
  return cost;
}

/** The limit of a stop_limit lies at its stop or beyond it, where the order could trade. */
function stopLimitFault({ side, limitPrice = NaN }: OrderTicket, stop: number, { tick }: InstrumentRules): string {
  if (!(limitPrice > 0 && limitPrice < Infinity) || side * (limitPrice - stop) < 0) return 'PRICE_INVALID';
  return tick && !isMultiple(tick, limitPrice) ? 'PRICE_TICK' : '';
}
