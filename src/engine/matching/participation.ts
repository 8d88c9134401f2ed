import { floorSteps, stepValue } from '../../base/step.js';
import type { Book } from '../book.js';
import { FOK, MARKET } from '../orders.js';
import { FINEST } from '../quantity.js';

/** Volume that a bar offers to an order, by the rule of participation; to what the run itself closes that of the latest bar. */
export function fillableVolume(book: Book, slot: number): number {
  const { market, bar, latestBar, rules } = book;
  if (isForced(book, slot)) return market.volume[latestBar]!;
  if (rules.execution.participation.volume === 'current') return market.volume[bar]!;
  return bar > 0 ? market.volume[bar - 1]! : 0;
}

/**
 * Part of a quantity that the current bar still gives, in whole lots; 0 when it gives nothing, or to a fill-or-kill order not all. What the
 * run itself closes (at the end, at a liquidation) is not bound to it.
 */
export function withinBudget(book: Book, slot: number, quantity: number): number {
  const { bps } = book.rules.execution.participation;
  if (bps === null || isForced(book, slot)) return quantity;
  const lot = book.instrument.lot ?? FINEST;
  if (book.budgetBar !== book.bar) {
    book.budgetBar = book.bar;
    book.budget = floorSteps(lot, (fillableVolume(book, slot) * bps) / 10_000);
  }
  const given = stepValue(lot, book.budget);
  if (given >= quantity) return quantity;
  return book.orders.force[slot] === FOK ? 0 : given;
}

export function takeFromBudget(book: Book, quantity: number): void {
  if (book.rules.execution.participation.bps === null) return;
  book.budget = Math.max(0, book.budget - floorSteps(book.instrument.lot ?? FINEST, quantity));
}

/** Exits of the run itself are placed and filled within one bar. */
const isForced = ({ orders, frame }: Book, slot: number): boolean =>
  orders.type[slot] === MARKET && orders.submittedBar[slot] === frame;
