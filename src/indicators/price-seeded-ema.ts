import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Exponential moving average with weight 2 / (window + 1) that starts with the first value itself and is defined from there on: then
 * e += 2 / (window + 1) * (x - e). It forgets its start after a few windows; until then it leans on one price.
 */
export function priceSeededAverage(input: Series, window: number): Series {
  const n = input.length;
  const first = firstDefined(input);
  const out = new Float64Array(n);
  out.fill(NaN, 0, first);
  if (first >= n) return out;
  const weight = 2 / (window + 1);
  let average = input[first]!;
  out[first] = average;
  for (let i = first + 1; i < n; i++) {
    average += weight * (input[i]! - average);
    out[i] = average;
  }
  return out;
}

export const priceSeededEma = defineIndicator({
  name: 'price-seeded-ema',
  summary: 'Exponential moving average, started with the first price',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['close'],
  output: 'series',
  warmup: () => 0,
  compute: ([input], { window }) => priceSeededAverage(input!, window),
});
export default priceSeededEma;
