import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { relativeStrength } from './_relative-strength.js';
import { firstDefined } from './_warmup.js';

/**
 * Relative strength index over the plain sums of the last `window` gains and losses, 0..100; NaN before there are as many differences.
 * The sums are added up anew for each bar: a value depends on nothing but its window, to the bit.
 * Source: D. Cutler's variant of Wilder's index.
 */
export function cutlerRelativeStrength(input: Series, window: number): Series {
  const n = input.length;
  const start = firstDefined(input) + window;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  for (let i = start; i < n; i++) {
    let gains = 0;
    let losses = 0;
    for (let k = i - window + 1; k <= i; k++) {
      const change = input[k]! - input[k - 1]!;
      if (change > 0) gains += change;
      else losses -= change;
    }
    out[i] = relativeStrength(gains, losses);
  }
  return out;
}

export const cutlerRsi = defineIndicator({
  name: 'cutler-rsi',
  summary: 'Relative strength index over plain sums of gains and losses',
  params: z.strictObject({ window: z.int().min(1).describe('differences') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([input], { window }) => cutlerRelativeStrength(input!, window),
});
export default cutlerRsi;
