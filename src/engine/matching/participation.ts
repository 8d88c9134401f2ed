import { floorSteps, stepValue, type Step } from '../../base/step.js';
import type { Book } from '../book.js';
import { FOK, MARKET } from '../orders.js';

/** Quantities without a lot are counted in these. */
const FINEST: Step = { m: 1, scale: 1e8 };

/** Volume that a bar offers to fills, by the rule of participation; the bar's own where there is none. */
export function fillableVolume({ market, bar, rules }: Book): number {
  const { participation } = rules.execution;
  if (participation?.volume !== 'previous') return market.volume[bar]!;
  return bar > 0 ? market.volume[bar - 1]! : 0;
}

/**
 * Part of a quantity that the current bar still gives, in whole lots; 0 when it gives nothing, or to a fill-or-kill order not all. What the
 * run itself closes (at the end, at a liquidation) is not bound to it.
 */
export function withinBudget(book: Book, slot: number, quantity: number): number {
  const { participation } = book.rules.execution;
  if (participation === null || isForced(book, slot)) return quantity;
  const lot = book.instrument.lot ?? FINEST;
  if (book.budgetBar !== book.bar) {
    book.budgetBar = book.bar;
    book.budget = floorSteps(lot, fillableVolume(book) * participation.share);
  }
  const given = stepValue(lot, book.budget);
  if (given >= quantity) return quantity;
  return book.orders.force[slot] === FOK ? 0 : given;
}

export function takeFromBudget(book: Book, quantity: number): void {
  if (book.rules.execution.participation === null) return;
  book.budget = Math.max(0, book.budget - floorSteps(book.instrument.lot ?? FINEST, quantity));
}

/** Exits of the run itself are placed and filled within one bar. */
const isForced = ({ orders, frame }: Book, slot: number): boolean =>
  orders.type[slot] === MARKET && orders.submittedBar[slot] === frame;
