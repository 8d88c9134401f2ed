import type { Market } from '../data/market.js';
import type { Book } from './book.js';
import { closeOut } from './fills.js';

/**
 * Rules that judge a position at the end of a bar: liquidation at the bar's adverse extreme, when equity no longer covers the maintenance
 * margin of all positions, and the close of a session. Returns how often the account was liquidated, 0 or 1.
 */
export function applyBarRules(book: Book): number {
  const { market, bar, position, portfolio, rules } = book;
  const rate = rules.account.maintenanceRate;
  let liquidations = 0;
  if (rate > 0) {
    const adverse = position.quantity > 0 ? market.low[bar]! : market.high[bar]!;
    if (portfolio.equityWith(book, adverse) <= rate * portfolio.valueWith(book, adverse)) {
      liquidations = 1;
      closeOut(book, adverse, 'liquidated');
    }
  }
  if (rules.execution.flattenAtSessionEnd && isLastOfSession(market, bar))
    closeOut(book, market.close[bar]!, 'session_end');
  return liquidations;
}

function isLastOfSession({ sessions }: Market, bar: number): boolean {
  return sessions !== undefined && sessions.last[sessions.index[bar]!] === bar;
}
