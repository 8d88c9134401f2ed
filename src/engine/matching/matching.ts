import type { Book } from '../book.js';
import { fillOrder } from './fills.js';
import { FOK, GTC, LIMIT, MARKET, STOP, STOP_LIMIT, TAKE_PROFIT } from '../orders.js';
import { walkLots } from './lot-matching.js';
import { highFirst, isOutside } from './path.js';

/**
 * Fills the market orders that are due at the current bar's open, either those that only reduce or the others: over all instruments of a
 * run, the closing fills of an open precede the opening ones.
 */
export function fillMarketOrders(book: Book, exits: boolean): void {
  const { orders, bar } = book;
  const open = book.market.open[bar]!;
  let k = 0;
  while (k < orders.count) {
    const slot = orders.working[k]!;
    const isDue =
      orders.type[slot] === MARKET &&
      orders.liveFrom[slot]! <= bar &&
      orders.spentBar[slot] !== bar &&
      (orders.isExit[slot] === 1) === exits;
    // A fill can cancel any other order, so the search starts anew; the filled order is gone from the list.
    if (isDue) {
      fillOrder(book, k, open, true);
      k = 0;
    } else {
      k++;
    }
  }
}

/**
 * Lets the other working orders meet the prices of the current bar. It is visited at its open and its two extremes, in the order of the
 * path (the close lies between them); at one point stops go first, then targets, then entries, each nearest to the open first.
 */
export function walkPath(book: Book): void {
  const { market, orders, position, rules, bar } = book;
  if (orders.count === 0) return;
  if (book.lots !== null) return walkLots(book);
  const open = market.open[bar]!;
  const high = market.high[bar]!;
  const low = market.low[bar]!;
  if (position.quantity === 0) countAmbiguousEntries(book, high, low);
  settlePoint(book, open, open, true);
  countAmbiguity(book, high, low);
  if (orders.count > 0) {
    const up = highFirst(rules.execution.path, position.quantity, open, high, low);
    settlePoint(book, open, up ? high : low, false);
    if (orders.count > 0) settlePoint(book, open, up ? low : high, false);
    // Only exits attached on the way can have the close as their first chance: all others met an extreme beyond it.
    if (orders.count > 0 && rules.execution.sameBarExits) settlePoint(book, open, market.close[bar]!, false);
  }
  for (let k = orders.count - 1; k >= 0; k--) {
    const slot = orders.working[k]!;
    if (orders.expires[slot]! > bar) continue;
    const force = orders.force[slot]!;
    if (force === GTC) book.drop(k, 'EXPIRED', 'EXPIRED');
    else book.drop(k, 'CANCELED', force === FOK ? 'FOK' : 'IOC');
  }
}

function settlePoint(book: Book, open: number, price: number, atOpen: boolean): void {
  const { orders, bar } = book;
  const { limitTouch, stopGap } = book.rules.execution;
  const needsMore = !limitTouch;
  for (;;) {
    let best = -1;
    let bestClass = 3;
    let bestDistance = Infinity;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.liveFrom[slot]! > bar || orders.spentBar[slot] === bar) continue;
      if (!reaches(orders.type[slot]!, orders.side[slot]!, orders.price[slot]!, price)) continue;
      if (needsMore && !atOpen && orders.type[slot] === LIMIT && orders.price[slot] === price) continue;
      const rank = orders.isExit[slot] === 1 ? (isStop(orders.type[slot]!) ? 0 : 1) : 2;
      const distance = Math.abs(orders.price[slot]! - open);
      const isNearer =
        distance < bestDistance ||
        (distance === bestDistance && orders.arrival[slot]! < orders.arrival[orders.working[best]!]!);
      if (rank < bestClass || (rank === bestClass && isNearer)) {
        best = k;
        bestClass = rank;
        bestDistance = distance;
      }
    }
    if (best < 0) return;
    const slot = orders.working[best]!;
    const level = orders.price[slot]!;
    const isGap = atOpen
      ? stopGap === 'open' || !isStop(orders.type[slot]!)
      : isStop(orders.type[slot]!) && isOutside(book.market, bar, level);
    fillOrder(book, best, isGap ? price : level, atOpen);
  }
}

const isStop = (type: number): boolean => type === STOP || type === STOP_LIMIT;

/** Whether an order can trade at a price that the path visits: stops against the move, limits and targets with it. */
function reaches(type: number, side: number, level: number, price: number): boolean {
  switch (type) {
    case STOP:
    case STOP_LIMIT:
      return side > 0 ? price >= level : price <= level;
    case LIMIT:
    case TAKE_PROFIT:
      return side > 0 ? price <= level : price >= level;
    default:
      return false;
  }
}

/** Entries of one group on both sides, both of which the bar reaches: only the path decides which one trades. */
function countAmbiguousEntries(book: Book, high: number, low: number): void {
  const { orders, bar } = book;
  let buy = 0;
  let sell = 0;
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    const side = orders.side[slot]!;
    const group = orders.group[slot]!;
    if (group <= 0 || orders.isExit[slot] === 1 || orders.liveFrom[slot]! > bar) continue;
    const reached =
      reaches(orders.type[slot]!, side, orders.price[slot]!, high) ||
      reaches(orders.type[slot]!, side, orders.price[slot]!, low);
    if (!reached) continue;
    if (side > 0) buy = group;
    else sell = group;
  }
  if (buy !== 0 && buy === sell) book.ambiguousBars++;
}

function countAmbiguity(book: Book, high: number, low: number): void {
  const { orders, bar } = book;
  let stop = false;
  let target = false;
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    if (orders.isExit[slot] !== 1 || orders.liveFrom[slot]! > bar) continue;
    const level = orders.price[slot]!;
    if (!(level >= low && level <= high)) continue;
    if (isStop(orders.type[slot]!)) stop = true;
    else target = true;
  }
  if (stop && target) book.ambiguousBars++;
}
