import type { BlockSummary } from '../market.js';

/** Fills `out` with the extremes of every block of `size` bars; `out` has ceil(n / size) entries. */
export function summarizeBlocks(
  size: number,
  bars: { readonly low: Float64Array; readonly high: Float64Array; readonly close: Float64Array },
  out: BlockSummary,
): void {
  const { low, high, close } = bars;
  for (let b = 0; b < out.lowMin.length; b++) {
    const end = Math.min((b + 1) * size, close.length);
    let lowMin = Infinity;
    let highMax = -Infinity;
    let closeMin = Infinity;
    let closeMax = -Infinity;
    for (let i = b * size; i < end; i++) {
      if (low[i]! < lowMin) lowMin = low[i]!;
      if (high[i]! > highMax) highMax = high[i]!;
      if (close[i]! < closeMin) closeMin = close[i]!;
      if (close[i]! > closeMax) closeMax = close[i]!;
    }
    out.lowMin[b] = lowMin;
    out.highMax[b] = highMax;
    out.closeMin[b] = closeMin;
    out.closeMax[b] = closeMax;
  }
}
