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
  const counted = book.ambiguousBars;
  const isAmbiguous = position.quantity === 0 && hasAmbiguousEntries(book, high, low);
  settlePoint(book, open, open, true);
  if (isAmbiguous || hasAmbiguousExits(book, high, low)) book.ambiguousBars++;
  if (orders.count > 0) {
    const up = highFirst(rules.execution.path, position.quantity, open, high, low);
    const first = up ? high : low;
    const second = up ? low : high;
    if (rules.execution.sameBarExits) walkWithLiveExits(book, first, second, counted);
    else {
      settlePoint(book, open, first, false);
      if (orders.count > 0) settlePoint(book, open, second, false);
    }
  }
  for (let k = orders.count - 1; k >= 0; k--) {
    const slot = orders.working[k]!;
    if (orders.expires[slot]! > bar) continue;
    const force = orders.force[slot]!;
    if (force === GTC) book.drop(k, 'EXPIRED', 'EXPIRED');
    else book.drop(k, 'CANCELED', force === FOK ? 'FOK' : 'IOC');
  }
}

/**
 * The path after the open where the exits of an entry live on what is left of it. Only they can have the close as their first chance: all
 * others met an extreme beyond it. On the `worst` path they meet the adverse extreme of what is left first.
 *
 * @param counted number of ambiguous bars before this one, which counts once
 */
function walkWithLiveExits(book: Book, first: number, second: number, counted: number): void {
  const { market, bar } = book;
  const close = market.close[bar]!;
  settleLive(book, first, Math.min(first, second, close), Math.max(first, second, close), counted);
  settleLive(book, second, Math.min(second, close), Math.max(second, close), counted);
  settleLive(book, close, close, close, counted);
}

function settleLive(book: Book, price: number, lowest: number, highest: number, counted: number): void {
  const { market, rules, position, bar } = book;
  const open = market.open[bar]!;
  while (settlePoint(book, open, price, false, true)) {
    if (book.ambiguousBars === counted && hasAmbiguousExits(book, market.high[bar]!, market.low[bar]!))
      book.ambiguousBars++;
    if (rules.execution.path !== 'worst' || position.quantity === 0) continue;
    settlePoint(book, open, position.quantity > 0 ? lowest : highest, false);
  }
}

/**
 * Fills what a price of the path reaches.
 *
 * @param pauses whether to come back after each entry, whose exits are live on what is left of the path
 * @returns whether it came back so
 */
function settlePoint(book: Book, open: number, price: number, atOpen: boolean, pauses = false): boolean {
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
      // Of the targets that a gap has passed, the first that it met is the farthest from the open.
      const distance = Math.abs(orders.price[slot]! - open) * (atOpen && rank === 1 ? -1 : 1);
      const isNearer =
        distance < bestDistance ||
        (distance === bestDistance && orders.arrival[slot]! < orders.arrival[orders.working[best]!]!);
      if (rank < bestClass || (rank === bestClass && isNearer)) {
        best = k;
        bestClass = rank;
        bestDistance = distance;
      }
    }
    if (best < 0) return false;
    const slot = orders.working[best]!;
    const level = orders.price[slot]!;
    const isGap = atOpen
      ? stopGap === 'open' || !isStop(orders.type[slot]!)
      : isStop(orders.type[slot]!) && isOutside(book.market, bar, level);
    fillOrder(book, best, isGap ? price : level, atOpen);
    if (pauses && bestClass === 2) return true;
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
function hasAmbiguousEntries(book: Book, high: number, low: number): boolean {
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
  return buy !== 0 && buy === sell;
}

/** Whether a live stop and a live target both lie in the bar. */
function hasAmbiguousExits(book: Book, high: number, low: number): boolean {
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
  return stop && target;
}
