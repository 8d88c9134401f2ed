import { DRAW_PURPOSE, drawFrame, drawUnit } from '../../base/draw.js';
import type { Book } from '../book.js';
import { LIMIT, STOP } from '../orders.js';

/** Set in the ordinal of a draw about a short. */
const SHORT_BIT = 32_768;

/**
 * Whether an order whose level a price has reached trades there. What the market decides for sure is no matter of chance: `naive` fills,
 * orders that are marketable at their first open, and under `realistic` whatever the price passed by a tick. A bar asks chance once an order:
 * the same question in the same bar has the same answer. A stop that finds no taker marks its lot.
 */
export function trades(book: Book, slot: number, price: number, atOpen: boolean): boolean {
  const { orders, rules, instrument, bar } = book;
  const { type: model, makerProbability, takerProbability } = rules.execution.fillModel;
  if (orders.type[slot] === STOP && orders.lot[slot]) {
    if (takerProbability >= 1 || chance(book, slot, DRAW_PURPOSE.stop) < takerProbability) return true;
    orders.lot[slot].missedBar = bar;
    return false;
  }
  if (model === 'naive' || orders.type[slot] !== LIMIT) return true;
  if (atOpen && orders.liveFrom[slot] === bar) return true;
  const { tick } = instrument;
  if (model === 'realistic') {
    const beyond = Math.abs(price - orders.price[slot]!);
    if (beyond > 0 && (!tick || (beyond * tick.scale) / tick.m >= 1 - 1e-6)) return true;
  }
  const purpose = orders.isExit[slot] === 1 ? DRAW_PURPOSE.target : DRAW_PURPOSE.entry;
  return chance(book, slot, purpose) < makerProbability;
}

function chance({ orders, market, bar, rules, symbolIndex }: Book, slot: number, purpose: number): number {
  const isShort = orders.side[slot]! < 0 === (orders.isExit[slot] === 0);
  const ordinal = orders.tag[slot]! + (isShort ? SHORT_BIT : 0);
  return drawUnit(rules.seed, drawFrame(market.time[bar]!), symbolIndex, ordinal, purpose);
}
