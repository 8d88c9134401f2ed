import { nearestSteps, stepValue } from '../../base/step.js';
import type { Book } from '../book.js';
import type { Bracket } from '../desk.js';
import { stopPrice, targetPrice, targetsOf } from '../bracket.js';
import type { Lot, Lots } from '../account/lots.js';
import { LIMIT, MARKET, STOP, TAKE_PROFIT } from '../orders.js';
import { awayFromEntry, feeOf, takerPrice } from './pricing.js';
import { quantityAtFill } from '../sizing.js';

/**
 * Fills an order of a hedge book: an entry opens a lot and places its exits, an exit closes its lot as a whole and takes the other exits of
 * the lot along, so that never both trade.
 *
 * @param k position in the working list
 * @param raw price of the bar, before slippage
 */
export function fillLotOrder(book: Book, lots: Lots, k: number, raw: number, atOpen: boolean): void {
  const { orders, rules, instrument } = book;
  const slot = orders.working[k]!;
  const side = orders.side[slot]!;
  const lot = orders.lot[slot]!;
  const isFirst = atOpen && orders.liveFrom[slot] === book.bar;
  const isMaker = orders.type[slot] === LIMIT && !isFirst;
  const price = priceOf(book, slot, raw, atOpen, isFirst);
  const bracket = orders.bracket[slot]!;
  const stop = stopPrice(bracket, price, side);
  if (stop <= 0) return book.drop(k, 'REJECTED', 'STOP_NOT_POSITIVE');
  if (side * (price - stop) < (bracket?.minRisk ?? -Infinity)) return book.drop(k, 'REJECTED', 'RISK_TOO_SMALL');
  const feeRate = isMaker ? rules.execution.fees.maker : rules.execution.fees.taker;
  const asked = lot ? lot.quantity : quantityAtFill(book, slot, price, stop, feeRate);
  const quantity = lot ? asked : book.checkEntry(side, asked, price, raw, true);
  if (typeof quantity === 'string') return book.drop(k, 'REJECTED', quantity);
  if (!(quantity > 0)) return book.drop(k, 'REJECTED', 'QTY_ZERO');

  const fee = feeOf(quantity, price, isMaker, rules.execution, instrument);
  const reason = orders.reason[slot]!;
  const tag = orders.tag[slot]!;
  let entered: Lot | null = null;
  if (lot) lots.leave(lot, book.frame, price, fee, isMaker, reason);
  else entered = lots.enter(book.frame, tag, side, quantity, price, fee, isMaker, stop);
  book.portfolio.refresh();
  book.filled++;
  if (!lot) book.entriesFilled++;
  orders.noteFill(slot, quantity, price, fee);
  book.recordEnd(slot, 'FILLED', '');
  book.tellFill(slot, (entered ?? lot)!.id, quantity, price, raw, fee, isMaker, reason);
  const group = orders.group[slot]!;
  orders.removeAt(k);
  if (lot) cancelExits(book, lot);
  if (group !== 0) cancelGroup(book, group);
  if (entered && bracket) placeExits(book, entered, bracket, stop, atOpen);
}

function priceOf(book: Book, slot: number, raw: number, atOpen: boolean, isFirst: boolean): number {
  const { orders, instrument, rules } = book;
  const { execution } = rules;
  const type = orders.type[slot]!;
  const side = orders.side[slot]!;
  const level = orders.price[slot]!;
  const isExit = orders.isExit[slot] === 1;
  if (type === LIMIT) {
    // An entry that takes liquidity trades at the open; what rested, and a target, at its own price.
    const atLimit = !atOpen || (execution.limitGap === 'limit' && (isExit || !isFirst));
    return atLimit ? level : takerPrice(raw, side, execution.targetSlippage || !isExit, level, execution, instrument);
  }
  const slips = type !== TAKE_PROFIT || execution.targetSlippage || atOpen;
  return takerPrice(raw, side, slips, NaN, execution, instrument);
}

function placeExits(book: Book, lot: Lot, bracket: Bracket, stop: number, atOpen: boolean): void {
  const { orders, rules, bar, frame } = book;
  const isWorst = rules.execution.path === 'worst';
  if (!atOpen) lot.enteredInside = bar;
  const isLive = atOpen || rules.execution.sameBarExits;
  lot.position.liveAfter = isLive ? 0 : 1;
  const liveFrom = isLive ? bar : bar + 1;
  const { entryPrice, side } = lot;
  if (!Number.isNaN(stop))
    orders.addLotExit(
      lot,
      STOP,
      onTick(book, bracket, stop, entryPrice),
      frame,
      liveFrom,
      bracket.stop?.reason ?? 'stop',
    );
  const [target] = targetsOf(bracket);
  if (!target) return;
  const level = onTick(book, bracket, targetPrice(target, entryPrice, side, stop), entryPrice);
  // A short's target can lie at or below zero: no price ever gets there, so it is not placed.
  if (!(level > 0)) return;
  // On the worst path a bar gives a target nothing unless the lot was there from its open on.
  const targetFrom = isWorst && !atOpen ? bar + 1 : liveFrom;
  const type = target.type === 'limit' ? LIMIT : TAKE_PROFIT;
  orders.addLotExit(lot, type, level, frame, targetFrom, target.reason ?? 'target');
}

function onTick({ instrument }: Book, { rounding }: Bracket, price: number, entry: number): number {
  const { tick } = instrument;
  if (rounding !== 'nearest') return awayFromEntry(price, entry, instrument);
  return tick ? stepValue(tick, nearestSteps(tick, price)) : price;
}

function cancelExits(book: Book, lot: Lot): void {
  const { orders } = book;
  for (let k = orders.count - 1; k >= 0; k--)
    if (orders.lot[orders.working[k]!] === lot) book.drop(k, 'CANCELED', 'OCO');
}

function cancelGroup(book: Book, group: number): void {
  const { orders } = book;
  for (let k = orders.count - 1; k >= 0; k--)
    if (orders.group[orders.working[k]!] === group) book.drop(k, 'CANCELED', 'OCO');
}

/** Closes all lots at a price of the current bar, as a taker. */
export function closeLots(book: Book, lots: Lots, price: number, reason: string): void {
  for (const lot of inOrder(lots)) {
    book.orders.addLotExit(lot, MARKET, NaN, book.frame, book.bar, reason);
    fillLotOrder(book, lots, book.orders.count - 1, price, true);
  }
}

/** Closes all lots at the next open. Those that already wait for it are left alone. */
export function leaveAtOpen(book: Book, lots: Lots, reason: string): void {
  const { orders } = book;
  const leaving = new Set<Lot>();
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    if (orders.type[slot] === MARKET && orders.lot[slot]) leaving.add(orders.lot[slot]);
  }
  for (const lot of inOrder(lots)) {
    if (leaving.has(lot)) continue;
    lot.position.leavesAtOpen = true;
    orders.addLotExit(lot, MARKET, NaN, book.frame, book.bar + 1, reason);
  }
}

/** Lower tag first, then long before short, then the older. */
const inOrder = ({ open }: Lots): readonly Lot[] =>
  [...open].sort((a, b) => a.tag - b.tag || b.side - a.side || a.id - b.id);
