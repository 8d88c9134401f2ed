import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/** True range of bar i >= 1: the larger of its range and the distances of its extremes from the close before. */
export function trueRangeAt(high: Series, low: Series, close: Series, i: number): number {
  const before = close[i - 1]!;
  return Math.max(high[i]! - low[i]!, Math.abs(high[i]! - before), Math.abs(low[i]! - before));
}

/** First bar at which all three series and the close before it are defined. */
export function firstTrueRange(high: Series, low: Series, close: Series): number {
  return Math.max(firstDefined(high), firstDefined(low), firstDefined(close) + 1);
}

/**
 * True range of every bar, in price. NaN at bar 0, which has no close before it.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function trueRanges(high: Series, low: Series, close: Series): Series {
  const n = close.length;
  const first = firstTrueRange(high, low, close);
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, first));
  for (let i = first; i < n; i++) out[i] = trueRangeAt(high, low, close, i);
  return out;
}

export const trueRange = defineIndicator({
  name: 'true-range',
  summary: 'True range',
  params: z.strictObject({}),
  inputs: ['high', 'low', 'close'],
  output: 'series',
  warmup: () => 1,
  compute: ([high, low, close]) => trueRanges(high!, low!, close!),
});
export default trueRange;
