import { z } from 'zod';
import { mean } from '../base/stats.js';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Exponential moving average with weight 2 / (window + 1). Starts as the mean of the first `window` values, NaN
 * before it (the convention of TA-Lib); from then on e += 2 / (window + 1) * (x - e).
 */
export function exponentialMovingAverage(input: Series, window: number): Series {
  const n = input.length;
  const first = firstDefined(input);
  const start = first + window - 1;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  if (start >= n) return out;
  const weight = 2 / (window + 1);
  let average = mean(input.subarray(first, start + 1));
  out[start] = average;
  for (let i = start + 1; i < n; i++) {
    average += weight * (input[i]! - average);
    out[i] = average;
  }
  return out;
}

export const ema = defineIndicator({
  name: 'ema',
  summary: 'Exponential moving average, started with a simple one',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window - 1,
  compute: ([input], { window }) => exponentialMovingAverage(input!, window),
});
export default ema;
