import type { Book } from './book.js';
import { fillOrder } from './fills.js';
import { LIMIT, MARKET, STOP, TAKE_PROFIT } from './orders.js';
import { highFirst } from './path.js';

/**
 * Lets the working orders meet the prices of bar i. A bar is visited at its open and its two extremes, in the order of the path
 * (the close lies between them); at one point stops go first, then targets, then entries, each nearest to the open first.
 */
export function matchBar(book: Book, i: number): void {
  const { market, orders, account, rules } = book;
  const open = market.open[i]!;
  const high = market.high[i]!;
  const low = market.low[i]!;
  fillMarketOrders(book, i, open, true);
  fillMarketOrders(book, i, open, false);
  if (orders.count === 0) return;
  settlePoint(book, i, open, open, true);
  countAmbiguity(book, i, high, low);
  if (orders.count > 0) {
    const up = highFirst(rules.execution.path, account.quantity, open, high, low);
    settlePoint(book, i, open, up ? high : low, false);
    if (orders.count > 0) settlePoint(book, i, open, up ? low : high, false);
    // Only exits attached on the way can have the close as their first chance: all others met an extreme beyond it.
    if (orders.count > 0 && rules.execution.sameBarExits) settlePoint(book, i, open, market.close[i]!, false);
  }
  for (let k = orders.count - 1; k >= 0; k--) {
    if (orders.expires[orders.working[k]!]! <= i) book.drop(k, i, 'EXPIRED', 'EXPIRED');
  }
}

/** All closing market fills of an open precede the opening ones. */
function fillMarketOrders(book: Book, i: number, open: number, exits: boolean): void {
  const { orders } = book;
  let k = 0;
  while (k < orders.count) {
    const slot = orders.working[k]!;
    const isDue = orders.type[slot] === MARKET && orders.liveFrom[slot]! <= i && (orders.isExit[slot] === 1) === exits;
    // A fill can cancel any other order, so the search starts anew; the filled order is gone from the list.
    if (isDue) {
      fillOrder(book, k, i, open, true);
      k = 0;
    } else {
      k++;
    }
  }
}

function settlePoint(book: Book, i: number, open: number, price: number, atOpen: boolean): void {
  const { orders } = book;
  for (;;) {
    let best = -1;
    let bestClass = 3;
    let bestDistance = Infinity;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.liveFrom[slot]! > i || !reaches(orders.type[slot]!, orders.side[slot]!, orders.price[slot]!, price))
        continue;
      const rank = orders.isExit[slot] === 1 ? (orders.type[slot] === STOP ? 0 : 1) : 2;
      const distance = Math.abs(orders.price[slot]! - open);
      if (rank < bestClass || (rank === bestClass && distance < bestDistance)) {
        best = k;
        bestClass = rank;
        bestDistance = distance;
      }
    }
    if (best < 0) return;
    fillOrder(book, best, i, atOpen ? price : orders.price[orders.working[best]!]!, atOpen);
  }
}

/** Whether an order can trade at a price that the path visits: stops against the move, limits and targets with it. */
function reaches(type: number, side: number, level: number, price: number): boolean {
  switch (type) {
    case STOP:
      return side > 0 ? price >= level : price <= level;
    case LIMIT:
    case TAKE_PROFIT:
      return side > 0 ? price <= level : price >= level;
    default:
      return false;
  }
}

function countAmbiguity(book: Book, i: number, high: number, low: number): void {
  const { orders } = book;
  let stop = false;
  let target = false;
  for (let k = 0; k < orders.count; k++) {
    const slot = orders.working[k]!;
    if (orders.isExit[slot] !== 1 || orders.liveFrom[slot]! > i) continue;
    const level = orders.price[slot]!;
    if (!(level >= low && level <= high)) continue;
    if (orders.type[slot] === STOP) stop = true;
    else target = true;
  }
  if (stop && target) book.ambiguousBars++;
}
