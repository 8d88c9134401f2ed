import type { Book } from '../book.js';

/** Bar of the next settlement at or after the book's current one; -1 when none is left. */
export function nextSettlementBar(book: Book): number {
  const { funding } = book.market;
  return funding && book.settlement < funding.bar.length ? funding.bar[book.settlement]! : -1;
}

/**
 * Pays the funding that falls into the current bar, on what was held before the bar's fills, at the mark price or else the bar's open.
 * Settlements of bars that were slept over found nothing held.
 */
export function payFunding(book: Book): void {
  const { market, bar, holding } = book;
  const { funding } = market;
  if (!funding) return;
  while (book.settlement < funding.bar.length && funding.bar[book.settlement]! <= bar) {
    const k = book.settlement++;
    if (funding.bar[k] !== bar || holding.isFlat || !book.rules.execution.funding) continue;
    const mark = funding.mark[k]!;
    const price = Number.isNaN(mark) ? market.open[bar]! : mark;
    const rate = funding.rate[k]!;
    holding.fund(price, rate);
    book.portfolio.refresh();
    const { cash } = book.portfolio.ledger;
    const { number: instrument, frame } = book;
    book.recorder?.funding({ kind: 'funding', instrument, bar: frame, quantity: holding.quantity, price, rate, cash });
  }
}
