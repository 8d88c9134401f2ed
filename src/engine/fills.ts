import type { Book } from './book.js';
import { LEG_DISTANCE, LIMIT, MARKET, NO_LEG, STOP, TAKE_PROFIT } from './orders.js';
import { awayFromEntry, feeOf, takerPrice } from './pricing.js';
import { quantityAtFill, quantityFault } from './sizing.js';

/**
 * Fills the order at position k of the working list at a raw price of bar i, and carries out what follows from it: the account,
 * siblings that are cancelled, exits that are attached. An order that can no longer be filled is cancelled or rejected instead;
 * in every case it leaves the working list.
 *
 * @param atOpen the fill happens at the bar's open, so that attached exits are live for the whole bar
 */
export function fillOrder(book: Book, k: number, i: number, raw: number, atOpen: boolean): void {
  const { orders, account, rules } = book;
  const slot = orders.working[k]!;
  const side = orders.side[slot]!;
  const type = orders.type[slot]!;
  const isExit = orders.isExit[slot] === 1;
  const level = orders.price[slot]!;
  const isMaker = type === LIMIT && !(atOpen && orders.liveFrom[slot] === i);
  const price = priceOf(book, type, side, raw, level, atOpen);

  const stop = isExit ? NaN : legPrice(orders.stopKind[slot]!, orders.stopValue[slot]!, price, -side);
  if (stop <= 0) return book.drop(k, i, 'REJECTED', 'STOP_NOT_POSITIVE');
  const quantity = isExit ? exitQuantity(book, slot, side) : entryQuantity(book, slot, side, price, stop, isMaker);
  const fault = isExit ? (quantity > 0 ? '' : 'NOTHING_HELD') : quantityFault(quantity, price, rules.instrument);
  if (fault !== '') return book.drop(k, i, isExit ? 'CANCELED' : 'REJECTED', fault);

  const fee = feeOf(quantity, price, isMaker, rules.execution);
  const before = account.quantity;
  const reason = orders.reason[slot]!;
  account.apply(i, side, quantity, price, fee, isMaker, reason);
  book.filled++;
  book.recordEnd(slot, i, 'FILLED', '', quantity, price, fee);
  book.recorder?.fill({
    orderId: orders.id[slot]!,
    bar: i,
    side: side > 0 ? 1 : -1,
    quantity,
    price,
    rawPrice: raw,
    fee,
    liquidity: isMaker ? 'maker' : 'taker',
    reason,
  });
  if (book.tellsFills) book.fills.push({ bar: i, side, quantity, price, fee, isEntry: !isExit, reason });

  const group = orders.group[slot]!;
  orders.removeAt(k);
  if (group !== 0) cancelGroup(book, group, i);
  if (before !== 0 && before * account.quantity <= 0) book.cancelAll(i, 'POSITION_CLOSED', true);
  if (!isExit && account.quantity * side > 0) attachExits(book, slot, i, side, quantity, price, stop, atOpen);
}

function priceOf(book: Book, type: number, side: number, raw: number, level: number, atOpen: boolean): number {
  const { execution, instrument } = book.rules;
  if (type === LIMIT) {
    if (!atOpen || execution.limitGap === 'limit') return level;
    return takerPrice(raw, side, true, level, execution, instrument);
  }
  const slips = type !== TAKE_PROFIT || execution.targetSlippage || atOpen;
  return takerPrice(raw, side, slips, NaN, execution, instrument);
}

function exitQuantity(book: Book, slot: number, side: number): number {
  const held = book.account.quantity;
  if (held * side >= 0) return 0;
  return Math.min(book.orders.sizeValue[slot]!, Math.abs(held));
}

function entryQuantity(book: Book, slot: number, side: number, price: number, stop: number, isMaker: boolean): number {
  const { account, rules } = book;
  const { fees } = rules.execution;
  const held = Math.abs(account.quantity) * price;
  const feeRate = isMaker ? fees.maker : fees.taker;
  const quantity = quantityAtFill(book.orders, slot, price, stop, account.equityAt(price), held, feeRate, rules);
  if (side < 0 && !rules.instrument.allowShort) return Math.min(quantity, account.quantity);
  return quantity;
}

/** Price of a leg on the side `direction` of the fill; NaN when there is none. */
function legPrice(kind: number, value: number, fill: number, direction: number): number {
  if (kind === NO_LEG) return NaN;
  return kind === LEG_DISTANCE ? fill + direction * value : value;
}

function attachExits(
  book: Book,
  slot: number,
  i: number,
  side: number,
  quantity: number,
  price: number,
  stop: number,
  atOpen: boolean,
): void {
  const { orders, rules } = book;
  const hasStop = orders.stopKind[slot] !== NO_LEG;
  const target = legPrice(orders.targetKind[slot]!, orders.targetValue[slot]!, price, side);
  // A short's target can lie at or below zero: no price ever gets there, so it is not placed.
  const hasTarget = target > 0;
  if (!hasStop && !hasTarget) return;
  const group = hasStop && hasTarget ? -++orders.lastGroup : 0;
  const liveFrom = atOpen || rules.execution.sameBarExits ? i : i + 1;
  if (hasStop)
    orders.addExit(STOP, -side, quantity, awayFromEntry(stop, price, rules.instrument), group, i, liveFrom, 'stop');
  if (hasTarget)
    orders.addExit(
      TAKE_PROFIT,
      -side,
      quantity,
      awayFromEntry(target, price, rules.instrument),
      group,
      i,
      liveFrom,
      'target',
    );
}

function cancelGroup(book: Book, group: number, i: number): void {
  const { orders } = book;
  for (let k = orders.count - 1; k >= 0; k--) {
    if (orders.group[orders.working[k]!] === group) book.drop(k, i, 'CANCELED', 'OCO');
  }
}

/** Cancels all orders and closes the position at a price of bar i, as a taker. */
export function closeOut(book: Book, i: number, price: number, reason: string): void {
  const { account, orders } = book;
  book.cancelAll(i, reason, false);
  if (account.quantity === 0) return;
  const side = account.quantity > 0 ? -1 : 1;
  orders.addExit(MARKET, side, Infinity, NaN, 0, i, i, reason);
  fillOrder(book, orders.count - 1, i, price, true);
}
