import type { Market } from '../../data/market.js';
import type { Book } from '../book.js';
import { closeOut } from '../matching/fills.js';

/**
 * Rules that judge a position at the end of a bar: liquidation at the bar's adverse extreme, when equity no longer covers the maintenance
 * margin of all positions, and the close of a session. Returns how often the account was liquidated, 0 or 1.
 */
export function applyBarRules(book: Book): number {
  const { market, bar, rules } = book;
  const rate = rules.account.maintenanceRate;
  let liquidations = 0;
  if (rate > 0) {
    const adverse = adverseExtreme(book, rate);
    if (excess(book, adverse, rate) <= 0) {
      liquidations = 1;
      closeOut(book, adverse, 'liquidated');
    }
  }
  if (rules.execution.flattenAtSessionEnd && isLastOfSession(market, bar))
    closeOut(book, market.close[bar]!, 'session_end');
  return liquidations;
}

/** Equity above the maintenance margin of all positions, with this instrument at a price. */
const excess = (book: Book, price: number, rate: number): number =>
  book.portfolio.equityWith(book, price) - rate * book.portfolio.valueWith(book, price);

/** The extreme of the bar that leaves less: the one against a position; of lots on both sides either can be. */
function adverseExtreme(book: Book, rate: number): number {
  const { market, bar, lots, position } = book;
  const high = market.high[bar]!;
  const low = market.low[bar]!;
  if (lots === null) return position.quantity > 0 ? low : high;
  return excess(book, low, rate) <= excess(book, high, rate) ? low : high;
}

function isLastOfSession({ sessions }: Market, bar: number): boolean {
  return sessions !== undefined && sessions.last[sessions.index[bar]!] === bar;
}
