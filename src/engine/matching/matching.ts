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
 * path (the close lies between them). Between two points orders go in the order in which the path reaches them; at one price, at the open
 * and wherever it is on the `worst` path, stops go first, then targets, then entries, each nearest first.
 */
export function walkPath(book: Book): void {
  const { market, orders, position, rules, bar } = book;
  if (orders.count === 0) return;
  if (book.lots !== null) return walkLots(book);
  const open = market.open[bar]!;
  const high = market.high[bar]!;
  const low = market.low[bar]!;
  const counted = book.ambiguousBars;
  const isAmbiguous = hasAmbiguousGroup(book, open, high, low);
  settlePoint(book, open, open, true);
  if (isAmbiguous || hasAmbiguousExits(book, high, low)) book.ambiguousBars++;
  if (orders.count > 0) {
    const up = highFirst(rules.execution.path, position.quantity, open, high, low);
    const first = up ? high : low;
    const second = up ? low : high;
    if (rules.execution.sameBarExits) walkWithLiveExits(book, open, first, second, counted);
    else {
      settlePoint(book, open, first, false);
      if (orders.count > 0) settlePoint(book, first, second, false);
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
function walkWithLiveExits(book: Book, open: number, first: number, second: number, counted: number): void {
  const { market, bar } = book;
  const close = market.close[bar]!;
  settleLive(book, open, first, Math.min(first, second, close), Math.max(first, second, close), counted);
  settleLive(book, first, second, Math.min(second, close), Math.max(second, close), counted);
  settleLive(book, second, close, close, close, counted);
}

function settleLive(book: Book, from: number, price: number, lowest: number, highest: number, counted: number): void {
  const { market, rules, position, bar } = book;
  while (settlePoint(book, from, price, false, true)) {
    if (book.ambiguousBars === counted && hasAmbiguousExits(book, market.high[bar]!, market.low[bar]!))
      book.ambiguousBars++;
    if (rules.execution.path !== 'worst' || position.quantity === 0) continue;
    settlePoint(book, from, position.quantity > 0 ? lowest : highest, false);
  }
}

/**
 * Fills what a price of the path reaches.
 *
 * @param from price that the path comes from
 * @param pauses whether to come back after each entry, whose exits are live on what is left of the path
 * @returns whether it came back so
 */
function settlePoint(book: Book, from: number, price: number, atOpen: boolean, pauses = false): boolean {
  const { orders, bar } = book;
  const { limitTouch, stopGap, path } = book.rules.execution;
  const needsMore = !limitTouch;
  const ranksFirst = atOpen || path === 'worst';
  for (;;) {
    let best = -1;
    let bestClass = 3;
    let bestDistance = Infinity;
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.liveFrom[slot]! > bar || orders.spentBar[slot] === bar) continue;
      if (!reaches(orders.type[slot]!, orders.side[slot]!, orders.price[slot]!, price)) continue;
      const isTouch = needsMore && orders.type[slot] === LIMIT && orders.price[slot] === price;
      if (isTouch && (!atOpen || orders.liveFrom[slot]! < bar)) continue;
      const rank = orders.isExit[slot] === 1 ? (isStop(orders.type[slot]!) ? 0 : 1) : 2;
      // Of the targets that a gap has passed, the first that it met is the farthest from the open.
      const distance = Math.abs(orders.price[slot]! - from) * (atOpen && rank === 1 ? -1 : 1);
      const isSooner = best < 0 || orders.arrival[slot]! < orders.arrival[orders.working[best]!]!;
      const byRank = rank - bestClass;
      const byDistance = distance === bestDistance ? 0 : distance - bestDistance;
      const order = ranksFirst ? byRank || byDistance : byDistance || byRank;
      if (order < 0 || (order === 0 && isSooner)) {
        best = k;
        bestClass = rank;
        bestDistance = distance;
      }
    }
    if (best < 0) return false;
    const slot = orders.working[best]!;
    const level = orders.price[slot]!;
    const isGap = atOpen
      ? stopGap === 'open' || orders.type[slot] !== STOP
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

/** Whether two orders of one group could trade on the bar: only the path decides which one does. */
function hasAmbiguousGroup(book: Book, open: number, high: number, low: number): boolean {
  const { orders } = book;
  for (let k = 1; k < orders.count; k++) {
    const group = orders.group[orders.working[k]!]!;
    if (group <= 0 || !couldTrade(book, orders.working[k]!, open, high, low)) continue;
    for (let j = 0; j < k; j++)
      if (orders.group[orders.working[j]!] === group && couldTrade(book, orders.working[j]!, open, high, low))
        return true;
  }
  return false;
}

/** Whether a bar by itself lets an order trade. */
function couldTrade({ orders, bar, rules }: Book, slot: number, open: number, high: number, low: number): boolean {
  if (orders.liveFrom[slot]! > bar) return false;
  const type = orders.type[slot]!;
  const side = orders.side[slot]!;
  const level = orders.price[slot]!;
  const isRising = isStop(type) === side > 0;
  const extreme = isRising ? high : low;
  if (!reaches(type, side, level, extreme)) return false;
  if (type === LIMIT && !rules.execution.limitTouch)
    return extreme !== level || (open === level && orders.liveFrom[slot] === bar);
  if (type !== STOP_LIMIT) return true;
  const raw = side > 0 ? Math.max(open, level) : Math.min(open, level);
  return side * (raw - orders.limitPrice[slot]!) <= 0;
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
