import { z } from 'zod';
import { withoutRounding } from '../base/stats.js';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Sample deviation (n - 1) of the last `window` simple returns of a positive series, a fraction per bar. NaN before
 * there are as many returns, the first of which belongs to bar 1; exactly 0 where the returns differ by rounding
 * only.
 *
 * Returns are taken in blocks of `window`. The window that ends inside a block is the tail of the block before and
 * the head of this one; the spreads of both are known from Welford's recurrence and are merged. Nothing is ever
 * subtracted, so a quiet stretch after a wild one is as exact as any.
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances", 1979.
 */
export function rollingReturnsDeviation(input: Series, window: number): Series {
  const n = input.length;
  const start = firstDefined(input) + window;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  // Entry j: mean and sum of squared distances of the last block's returns j..window-1.
  const tailMean = new Float64Array(window + 1);
  const tailSpread = new Float64Array(window + 1);
  let mean = 0;
  let spread = 0;
  let size = 0;
  for (let i = start - window + 1; i < n; i++) {
    const distance = input[i]! / input[i - 1]! - 1 - mean;
    size++;
    mean += distance / size;
    spread += distance * distance * ((size - 1) / size);
    if (i >= start) {
      const rest = window - size;
      const shift = tailMean[size]! - mean;
      const squares = rest === 0 ? spread : spread + tailSpread[size]! + shift * shift * ((size * rest) / window);
      const center = Math.abs(mean + (shift * rest) / window);
      // Where the deviation is that small all returns are about equal, and their mean stands for the largest of them.
      out[i] = withoutRounding(Math.sqrt(squares / (window - 1)), center);
    }
    if (size === window) {
      fillTails(input, i, tailMean, tailSpread);
      mean = 0;
      spread = 0;
      size = 0;
    }
  }
  return out;
}

/** Welford's recurrence backwards over the returns of the block that ends at bar `end`. */
function fillTails(input: Series, end: number, tailMean: Float64Array, tailSpread: Float64Array): void {
  const window = tailMean.length - 1;
  let mean = 0;
  let spread = 0;
  for (let size = 1; size <= window; size++) {
    const i = end - size + 1;
    const distance = input[i]! / input[i - 1]! - 1 - mean;
    mean += distance / size;
    spread += distance * distance * ((size - 1) / size);
    tailMean[window - size] = mean;
    tailSpread[window - size] = spread;
  }
}

export const returnsDeviation = defineIndicator({
  name: 'returns-deviation',
  summary: 'Sample deviation of simple returns',
  params: z.strictObject({ window: z.int().min(2).describe('returns') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([input], { window }) => rollingReturnsDeviation(input!, window),
});
export default returnsDeviation;
