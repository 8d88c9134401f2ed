import { BLOCK, SUPER_BLOCK, type BlockSummary, type Market } from '../data/market.js';

/** First bar in [from, to) that closes at or below `below` or at or above `above`; `to` when none does. Whole blocks are settled by their summaries. */
export function nextCloseOutside(market: Market, from: number, to: number, below: number, above: number): number {
  const { close, blocks, superBlocks } = market;
  const isQuiet = ({ closeMin, closeMax }: BlockSummary, k: number): boolean =>
    closeMin[k]! > below && closeMax[k]! < above;
  let i = from;
  while (i < to) {
    if ((i & (SUPER_BLOCK - 1)) === 0 && isQuiet(superBlocks, i / SUPER_BLOCK)) i += SUPER_BLOCK;
    else if ((i & (BLOCK - 1)) === 0 && isQuiet(blocks, i / BLOCK)) i += BLOCK;
    else if (close[i]! <= below || close[i]! >= above) return i;
    else i++;
  }
  return to;
}

/** First bar in [from, to) that closes at `time` or later; `to` when none does. */
export function firstCloseFrom({ time, intervalMs }: Market, from: number, to: number, moment: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! + intervalMs >= moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
