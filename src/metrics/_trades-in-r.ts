import type { RunRecord } from '../engine/record.js';

/**
 * Trades in R: net profit over what the first entry's stop put at stake. Trades without a stop, or with one at the entry, have no R.
 * The sum is NaN when no trade has one.
 */
export function tradesInR({ trades }: RunRecord): { readonly sum: number; readonly count: number } {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < trades.count; k++) {
    const risk = trades.initialRisk[k]!;
    if (!(risk > 0)) continue;
    sum += trades.pnl[k]! / risk;
    count++;
  }
  return { sum: count > 0 ? sum : NaN, count };
}
