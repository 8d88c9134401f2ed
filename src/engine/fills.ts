import type { Book } from './book.js';
import type { Bracket } from './desk.js';
import { stopPrice, targetPrice, targetsOf } from './bracket.js';
import { LIMIT, MARKET, STOP, TAKE_PROFIT } from './orders.js';
import { awayFromEntry, feeOf, takerPrice } from './pricing.js';
import { quantityAtFill, quantityFault, wholeLots } from './sizing.js';

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
  const price = priceOf(book, type, isExit, side, raw, level, atOpen);

  const bracket = orders.bracket[slot]!;
  const stop = stopPrice(bracket, price, side);
  if (stop <= 0) return book.drop(k, i, 'REJECTED', 'STOP_NOT_POSITIVE');
  if (side * (price - stop) < (bracket?.minRisk ?? -Infinity)) return book.drop(k, i, 'REJECTED', 'RISK_TOO_SMALL');
  const quantity = isExit ? exitQuantity(book, slot, side) : entryQuantity(book, slot, side, price, stop, isMaker);
  const fault = isExit ? (quantity > 0 ? '' : 'NOTHING_HELD') : quantityFault(quantity, price, rules.instrument);
  if (fault !== '') return book.drop(k, i, isExit ? 'CANCELED' : 'REJECTED', fault);

  const fee = feeOf(quantity, price, isMaker, rules);
  const before = account.quantity;
  const reason = orders.reason[slot]!;
  account.apply(i, side, quantity, price, fee, isMaker, reason, stop);
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
  if (bracket && account.quantity * side > 0) attachExits(book, bracket, i, side, quantity, price, stop, atOpen);
}

function priceOf(
  book: Book,
  type: number,
  isExit: boolean,
  side: number,
  raw: number,
  level: number,
  atOpen: boolean,
): number {
  const { execution, instrument } = book.rules;
  if (type === LIMIT) {
    if (!atOpen || execution.limitGap === 'limit') return level;
    return takerPrice(raw, side, execution.targetSlippage || !isExit, level, execution, instrument);
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
  const held = Math.abs(account.quantity) * price * rules.instrument.multiplier;
  const feeRate = isMaker ? fees.maker : fees.taker;
  const quantity = quantityAtFill(book.orders, slot, price, stop, account.equityAt(price), held, feeRate, rules);
  if (side < 0 && !rules.instrument.allowShort) return Math.min(quantity, account.quantity);
  return quantity;
}

function attachExits(
  book: Book,
  bracket: Bracket,
  i: number,
  side: number,
  quantity: number,
  price: number,
  stop: number,
  atOpen: boolean,
): void {
  const { orders, rules } = book;
  const liveFrom = atOpen || rules.execution.sameBarExits ? i : i + 1;
  const targets = targetsOf(bracket);
  const hasStop = !Number.isNaN(stop);
  const isWhole = targets.length === 1 && (targets[0]!.share ?? 1) === 1;
  // A target for all cancels the stop and the other way round. Partial ones leave the stop to guard the rest; it falls with the position.
  const group = hasStop && isWhole ? -++orders.lastGroup : 0;
  if (hasStop) {
    const size = isWhole || targets.length === 0 ? quantity : Infinity;
    orders.addExit(STOP, -side, size, awayFromEntry(stop, price, rules.instrument), group, i, liveFrom, 'stop');
  }
  let left = quantity;
  let shares = 0;
  for (let k = 0; k < targets.length; k++) {
    const target = targets[k]!;
    shares += target.share ?? 1;
    const takesRest = k === targets.length - 1 && shares >= 1 - 1e-9;
    const part = takesRest ? left : wholeLots(quantity * (target.share ?? 1), rules.instrument);
    left -= part;
    const level = awayFromEntry(targetPrice(target, price, side, stop), price, rules.instrument);
    // A short's target can lie at or below zero: no price ever gets there, so it is not placed.
    if (!(level > 0) || !(part > 0)) continue;
    orders.addExit(target.type === 'limit' ? LIMIT : TAKE_PROFIT, -side, part, level, group, i, liveFrom, 'target');
  }
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
