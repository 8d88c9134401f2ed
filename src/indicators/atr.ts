import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstTrueRange, trueRangeAt } from './true-range.js';

/**
 * Average true range, in price. Starts at bar `window` as the mean of the true ranges of bars 1..window, NaN before
 * it; from then on (previous * (window - 1) + true range) / window. `countsFirst`: the first bar, which has no close
 * before it, counts with its range, and the average starts one bar earlier.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function averageTrueRange(
  high: Series,
  low: Series,
  close: Series,
  window: number,
  countsFirst = false,
): Series {
  const n = close.length;
  const first = firstTrueRange(high, low, close) - (countsFirst ? 1 : 0);
  const start = first + window - 1;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  if (start >= n) return out;
  let sum = 0;
  for (let i = first; i <= start; i++)
    sum += countsFirst && i === first ? high[i]! - low[i]! : trueRangeAt(high, low, close, i);
  let average = sum / window;
  out[start] = average;
  for (let i = start + 1; i < n; i++) {
    average = (average * (window - 1) + trueRangeAt(high, low, close, i)) / window;
    out[i] = average;
  }
  return out;
}

export const atr = defineIndicator({
  name: 'atr',
  summary: 'Average true range by Wilder',
  params: z.strictObject({
    window: z.int().min(1).describe('bars'),
    first_bar: z.boolean().optional().describe('whether the first bar counts, with its range'),
  }),
  inputs: ['high', 'low', 'close'],
  output: 'series',
  warmup: ({ window, first_bar }) => (first_bar === true ? window - 1 : window),
  compute: ([high, low, close], { window, first_bar }) =>
    averageTrueRange(high!, low!, close!, window, first_bar === true),
});
export default atr;
