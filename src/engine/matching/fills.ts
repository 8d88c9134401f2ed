import type { Book } from '../book.js';
import type { Bracket } from '../desk.js';
import { stopPrice, targetPrice, targetsOf } from '../bracket.js';
import { closeLots, fillLotOrder } from './lot-fills.js';
import { fillableVolume, takeFromBudget, withinBudget } from './participation.js';
import { FOK, GTC, LIMIT, MARKET, SIZE_QUANTITY, STOP, STOP_LIMIT, TAKE_PROFIT } from '../orders.js';
import { awayFromEntry, feeOf, impactOf, slippedAway, takerPrice } from './pricing.js';
import type { SlippageParts } from '../record/slippage-parts.js';
import { nearestLots, wholeLots } from '../quantity.js';
import { quantityAtFill, sizeFault } from '../sizing.js';

/**
 * Fills the order at position k of the working list at a raw price of the current bar, and carries out what follows from it: the account,
 * siblings that are cancelled, exits that are attached. An order that can no longer be filled is cancelled or rejected instead; what the
 * bar's volume does not give of it goes on at the next one. In every case it is done with for this bar.
 *
 * @param atOpen the fill happens at the bar's open, so that attached exits are live for the whole bar
 */
export function fillOrder(book: Book, k: number, raw: number, atOpen: boolean): void {
  if (book.lots !== null) return fillLotOrder(book, book.lots, k, raw, atOpen);
  const { orders, position, rules, instrument } = book;
  const slot = orders.working[k]!;
  const side = orders.side[slot]!;
  const type = orders.type[slot]!;
  const isExit = orders.isExit[slot] === 1;
  const isMaker = type === LIMIT && !(atOpen && orders.liveFrom[slot] === book.bar);
  if (isPostOnlyTaking(book, slot, atOpen)) return book.drop(k, 'CANCELED', 'POST_ONLY');
  if (type === STOP_LIMIT && side * (raw - orders.limitPrice[slot]!) > 0) return restAtLimit(book, slot);
  let price = priceOf(book, slot, raw, atOpen, 0);

  const bracket = orders.bracket[slot]!;
  let stop = stopPrice(bracket, price, side);
  // What is risked, and whether there can be a stop at all, is a matter of the level that is placed.
  const asked = isExit
    ? exitQuantity(book, slot, side)
    : entryQuantity(book, slot, side, price, awayFromEntry(stop, price, instrument), isMaker);
  const given = withinBudget(book, slot, asked);
  if (given === 0 && asked > 0) return wait(book, k, slot);
  const { impact } = rules.execution;
  if (impact !== null) {
    // A size that depends on the price is found before the price that depends on it.
    price = priceOf(book, slot, raw, atOpen, impactOf(impact, raw, given, fillableVolume(book, slot)));
    stop = stopPrice(bracket, price, side);
  }
  const quantity = isExit ? given : book.checkEntry(side, given, price, raw, true);
  if (typeof quantity === 'string') return book.drop(k, 'REJECTED', quantity);
  if (awayFromEntry(stop, price, instrument) <= 0) return book.drop(k, 'REJECTED', 'STOP_NOT_POSITIVE');
  if (side * (price - stop) < (bracket?.minRisk ?? -Infinity)) return book.drop(k, 'REJECTED', 'RISK_TOO_SMALL');
  const isPart = given < asked || orders.filled[slot]! > 0;
  const onlyReduces = isExit || (side < 0 && !instrument.allowShort);
  // A quantity that was given passed the venue's filters at its placement; one that is found here has to pass them here.
  const isJudged =
    isPart || onlyReduces || (orders.sizeKind[slot] === SIZE_QUANTITY && quantity === orders.sizeValue[slot]);
  const fault = isJudged ? (quantity > 0 ? '' : 'NOTHING_HELD') : sizeFault(quantity, price, instrument);
  if (fault !== '') return book.drop(k, onlyReduces ? 'CANCELED' : 'REJECTED', fault);

  if (!(price > 0)) throw slippedAway(book.market, book.latestBar, raw, price);
  const fee = feeOf(quantity, price, isMaker, rules.execution, instrument);
  const before = position.quantity;
  const reason = (atOpen && orders.gapReason[slot]!) || orders.reason[slot]!;
  if (!isExit && before * side <= 0) book.opener = orders.id[slot]!;
  // What other entries add later puts no more at risk: one R is that of the entry which opened the position, in all its parts.
  const stake = book.opener === orders.id[slot] ? stop : NaN;
  position.apply(book.frame, side, quantity, price, fee, isMaker, reason, stake);
  book.portfolio.refresh();
  if (book.marksFills && !isExit) book.mark = price;
  orders.noteFill(slot, quantity, price, fee);
  takeFromBudget(book, quantity);
  const isWhole = !(given < asked);
  if (isWhole) {
    book.filled++;
    if (!isExit) book.entriesFilled++;
    book.recordEnd(slot, 'FILLED', '');
  }
  const parts = book.recorder !== null && price !== raw ? slippageParts(book, slot, raw, given) : undefined;
  book.tellFill(slot, 0, quantity, price, raw, fee, isMaker, reason, parts);

  const group = orders.group[slot]!;
  if (isWhole) orders.removeAt(k);
  else keepRest(book, slot, asked - quantity);
  // The exits of a bracket guard what is left until one of them is done.
  if (group > 0 || (group < 0 && isWhole)) cancelGroup(book, group, slot);
  if (before !== 0 && before * position.quantity <= 0) book.cancelAll('POSITION_CLOSED', true);
  if (bracket && position.quantity * side > 0) attachExits(book, bracket, side, quantity, price, stop, atOpen);
}

/** What moves the price of a fill that slips. */
function slippageParts(book: Book, slot: number, raw: number, quantity: number): SlippageParts {
  const { slippage, slippagePrice, impact } = book.rules.execution;
  const volume = fillableVolume(book, slot);
  return {
    halfSpread: raw * slippage + slippagePrice,
    impact: impact === null ? 0 : impactOf(impact, raw, quantity, volume),
    volume: impact !== null && !(volume > 0) ? impact.leastVolume : volume,
  };
}

function priceOf(book: Book, slot: number, raw: number, atOpen: boolean, impact: number): number {
  const { instrument, orders } = book;
  const { execution } = book.rules;
  const type = orders.type[slot]!;
  const side = orders.side[slot]!;
  const isExit = orders.isExit[slot] === 1;
  const level = orders.price[slot]!;
  if (type === LIMIT) {
    if (!atOpen || execution.limitGap === 'limit') return level;
    return takerPrice(raw, side, execution.targetSlippage || !isExit, level, execution, instrument, impact);
  }
  const slips = type !== TAKE_PROFIT || execution.targetSlippage || atOpen;
  const most = type === STOP_LIMIT ? orders.limitPrice[slot]! : NaN;
  return takerPrice(raw, side, slips, most, execution, instrument, impact);
}

/** Whether an order that may only rest would take at the open of its first bar. */
const isPostOnlyTaking = ({ orders, bar }: Book, slot: number, atOpen: boolean): boolean =>
  atOpen && orders.postOnly[slot] !== null && orders.type[slot] === LIMIT && orders.liveFrom[slot] === bar;

/** A stop_limit whose trigger found the price beyond its limit: from the next bar on it rests there. */
function restAtLimit({ orders, bar }: Book, slot: number): void {
  orders.type[slot] = LIMIT;
  orders.price[slot] = orders.limitPrice[slot]!;
  orders.spentBar[slot] = bar;
}

/** The bar has no volume left for an order: it goes on at the next one, or is over when it cannot. */
function wait(book: Book, k: number, slot: number): void {
  const { orders, bar } = book;
  if (orders.force[slot] !== GTC) return book.drop(k, 'CANCELED', orders.force[slot] === FOK ? 'FOK' : 'IOC');
  orders.spentBar[slot] = bar;
  goOnAtOpens(book, slot);
}

/** What a bar left of an order works on; the bar gives it no more. */
function keepRest(book: Book, slot: number, rest: number): void {
  const { orders, bar, instrument } = book;
  orders.spentBar[slot] = bar;
  if (orders.sizeKind[slot] !== SIZE_QUANTITY || Number.isFinite(orders.sizeValue[slot]!)) {
    orders.sizeKind[slot] = SIZE_QUANTITY;
    orders.sizeValue[slot] = nearestLots(rest, instrument);
  }
  goOnAtOpens(book, slot);
}

/** Once triggered, a stop or a target is a market order at the opens to come; a stop_limit rests at its limit. */
function goOnAtOpens({ orders }: Book, slot: number): void {
  const type = orders.type[slot]!;
  if (type === STOP || type === TAKE_PROFIT) orders.type[slot] = MARKET;
  else if (type === STOP_LIMIT) {
    orders.type[slot] = LIMIT;
    orders.price[slot] = orders.limitPrice[slot]!;
  }
}

function exitQuantity(book: Book, slot: number, side: number): number {
  const held = book.position.quantity;
  if (held * side >= 0) return 0;
  return Math.min(book.orders.sizeValue[slot]!, Math.abs(held));
}

function entryQuantity(book: Book, slot: number, side: number, price: number, stop: number, isMaker: boolean): number {
  const { fees } = book.rules.execution;
  const quantity = quantityAtFill(book, slot, price, stop, isMaker ? fees.maker : fees.taker);
  if (side < 0 && !book.instrument.allowShort) return Math.min(quantity, book.position.quantity);
  return quantity;
}

function attachExits(
  book: Book,
  bracket: Bracket,
  side: number,
  quantity: number,
  price: number,
  stop: number,
  atOpen: boolean,
): void {
  const { orders, rules, instrument, bar, frame } = book;
  const liveFrom = atOpen || rules.execution.sameBarExits ? bar : bar + 1;
  const targets = targetsOf(bracket);
  const hasStop = !Number.isNaN(stop);
  const isWhole = targets.length === 1 && (targets[0]!.share ?? 1) === 1;
  // A target for all cancels the stop and the other way round. Partial ones leave the stop to guard the rest; it falls with the position.
  const group = hasStop && isWhole ? -++orders.lastGroup : 0;
  if (hasStop) {
    const size = isWhole || targets.length === 0 ? quantity : Infinity;
    const level = awayFromEntry(stop, price, instrument);
    orders.addExit(
      STOP,
      -side,
      size,
      level,
      group,
      frame,
      liveFrom,
      bracket.stop?.reason ?? 'stop',
      bracket.stop?.gapReason,
    );
  }
  let left = quantity;
  let shares = 0;
  for (let k = 0; k < targets.length; k++) {
    const target = targets[k]!;
    shares += target.share ?? 1;
    const takesRest = k === targets.length - 1 && shares >= 1 - 1e-9;
    const part = takesRest ? left : wholeLots(quantity * (target.share ?? 1), instrument);
    left -= part;
    const level = awayFromEntry(targetPrice(target, price, side, stop), price, instrument);
    // A short's target can lie at or below zero: no price ever gets there, so it is not placed.
    if (!(level > 0) || !(part > 0)) continue;
    const type = target.type === 'limit' ? LIMIT : TAKE_PROFIT;
    orders.addExit(type, -side, part, level, group, frame, liveFrom, target.reason ?? 'target');
  }
}

/** Cancels the orders of a group but the one that filled. */
function cancelGroup(book: Book, group: number, filled: number): void {
  const { orders } = book;
  for (let k = orders.count - 1; k >= 0; k--) {
    const slot = orders.working[k]!;
    if (orders.group[slot] === group && slot !== filled) book.drop(k, 'CANCELED', 'OCO');
  }
}

/** Cancels all orders of a book and closes its position at a price of the current bar, as a taker. */
export function closeOut(book: Book, price: number, reason: string): void {
  const { position, orders, bar, frame } = book;
  book.cancelAll(reason, false);
  if (book.lots !== null) return closeLots(book, book.lots, price, reason);
  if (position.quantity === 0) return;
  const side = position.quantity > 0 ? -1 : 1;
  orders.addExit(MARKET, side, Infinity, NaN, 0, frame, bar, reason);
  fillOrder(book, orders.count - 1, price, true);
}
