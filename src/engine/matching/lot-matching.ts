import { nearestSteps, stepValue } from '../../base/step.js';
import type { Book } from '../book.js';
import { fillLotOrder } from './lot-fills.js';
import { trades } from './fill-model.js';
import { LIMIT, STOP, TAKE_PROFIT } from '../orders.js';
import { highFirst, isOutside } from './path.js';

/**
 * Lets the orders of a hedge book meet the prices of the current bar: its open, its two extremes in the order of the path, and its close.
 * At one price stops go first, then targets, then entries; among these the lower tag, long before short, the older.
 *
 * On the `worst` path each lot meets its own adverse extreme first; entries keep to the adaptive one.
 */
export function walkLots(book: Book): void {
  const { market, orders, rules, bar } = book;
  const { path, sameBarExits } = rules.execution;
  const open = market.open[bar]!;
  const high = market.high[bar]!;
  const low = market.low[bar]!;
  testPostOnly(book, open);
  const before = hasAmbiguousLot(book);
  const entered = settle(book, open, open, open, true);
  if (before || entered) book.ambiguousBars++;
  if (orders.count > 0) {
    const [first, second] = highFirst(path, 0, open, high, low) ? [high, low] : [low, high];
    if (path === 'worst') {
      settle(book, first, low, high, false);
      settle(book, second, high, low, false);
    } else {
      settle(book, first, first, first, false);
      settle(book, second, second, second, false);
    }
    const close = market.close[bar]!;
    if (sameBarExits) settle(book, close, close, close, false);
  }
  for (let k = orders.count - 1; k >= 0; k--) {
    if (orders.expires[orders.working[k]!]! <= bar) book.drop(k, 'EXPIRED', 'EXPIRED');
  }
}

/** Refuses post-only orders that the open of their first bar would fill, or moves them tick by tick to where they can rest. */
function testPostOnly(book: Book, open: number): void {
  const { orders, bar, market, instrument } = book;
  const { tick } = instrument;
  for (let k = orders.count - 1; k >= 0; k--) {
    const slot = orders.working[k]!;
    const terms = orders.postOnly[slot];
    if (!terms || orders.liveFrom[slot] !== bar || orders.type[slot] !== LIMIT) continue;
    const side = orders.side[slot]!;
    const wanted = orders.price[slot]!;
    const before = bar > 0 ? market.close[bar - 1]! : open;
    let price = wanted;
    for (let n = 0; ; n++) {
      if (n > 0) {
        if (n > terms.retries || !tick) break;
        price = stepValue(tick, nearestSteps(tick, wanted) - side * n);
        if (Math.abs(price - before) / before > terms.maxDeviation * (1 + 1e-12)) break;
      }
      if (side > 0 ? open > price : open < price) {
        orders.price[slot] = price;
        orders.retries[slot] = n;
        price = NaN;
        break;
      }
      book.refusals++;
    }
    if (!Number.isNaN(price)) book.drop(k, 'REJECTED', 'POST_ONLY');
  }
}

/**
 * @param forLong price that exits of longs meet, likewise for shorts; entries meet `price`
 * @returns whether a lot that was entered at the open has its stop and its target both inside the bar
 */
function settle(book: Book, price: number, forLong: number, forShort: number, atOpen: boolean): boolean {
  const { orders, bar, lots } = book;
  let isAmbiguous = false;
  for (;;) {
    let best = -1;
    let bestRank = 3;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.liveFrom[slot]! > bar) continue;
      const isExit = orders.isExit[slot] === 1;
      const met = isExit ? exitPrice(book, slot, forLong, forShort) : price;
      if (!isReached(book, slot, met, atOpen)) continue;
      const rank = isExit ? (orders.type[slot] === STOP ? 0 : 1) : 2;
      if (rank > bestRank || (rank === bestRank && !goesBefore(book, slot, orders.working[best]!))) continue;
      if (!trades(book, slot, met, atOpen)) continue;
      best = k;
      bestRank = rank;
    }
    if (best < 0) return isAmbiguous;
    const slot = orders.working[best]!;
    const level = orders.price[slot]!;
    if (atOpen) {
      fillLotOrder(book, lots!, best, price, true);
      if (bestRank === 2) isAmbiguous ||= hasAmbiguousLot(book);
    } else if (orders.type[slot] === STOP && orders.lot[slot] && isOutside(book.market, bar, level))
      fillLotOrder(book, lots!, best, exitPrice(book, slot, forLong, forShort), false);
    else fillLotOrder(book, lots!, best, level, false);
  }
}

function exitPrice(book: Book, slot: number, forLong: number, forShort: number): number {
  const { market, bar, rules } = book;
  const lot = book.orders.lot[slot]!;
  // A lot that was entered on the way of the worst path meets its adverse extreme whenever it was entered.
  if (lot.enteredInside === bar && rules.execution.path === 'worst')
    return lot.side > 0 ? market.low[bar]! : market.high[bar]!;
  return lot.side > 0 ? forLong : forShort;
}

function isReached({ orders, bar }: Book, slot: number, price: number, atOpen: boolean): boolean {
  const lot = orders.lot[slot]!;
  const isBuy = orders.side[slot]! > 0;
  const level = orders.price[slot]!;
  if (lot && lot.missedBar >= 0) {
    // Its stop was triggered without a taker: nothing more in that bar, then a market order at each open.
    return orders.type[slot] === STOP && atOpen && lot.missedBar < bar;
  }
  switch (orders.type[slot]) {
    case STOP:
      return isBuy ? price >= level : price <= level;
    case LIMIT:
    case TAKE_PROFIT:
      return isBuy ? price <= level : price >= level;
    default:
      return false;
  }
}

function goesBefore({ orders }: Book, a: number, b: number): boolean {
  if (orders.tag[a] !== orders.tag[b]) return orders.tag[a]! < orders.tag[b]!;
  const longA = isOfLong(orders.side[a]!, orders.isExit[a]!);
  if (longA !== isOfLong(orders.side[b]!, orders.isExit[b]!)) return longA;
  return (orders.lot[a]?.id ?? orders.id[a]!) < (orders.lot[b]?.id ?? orders.id[b]!);
}

const isOfLong = (side: number, isExit: number): boolean => side > 0 === (isExit === 0);

/** Whether a lot with live exits has its stop and its target both inside the bar. */
function hasAmbiguousLot({ orders, market, bar }: Book): boolean {
  const high = market.high[bar]!;
  const low = market.low[bar]!;
  const isInside = (slot: number): boolean =>
    orders.liveFrom[slot]! <= bar && orders.price[slot]! >= low && orders.price[slot]! <= high;
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    const lot = orders.lot[slot];
    if (!lot || orders.type[slot] !== STOP || !isInside(slot)) continue;
    for (let j = 0; j < orders.count; j++) {
      const other = orders.working[j]!;
      if (other !== slot && orders.lot[other] === lot && isInside(other)) return true;
    }
  }
  return false;
}
