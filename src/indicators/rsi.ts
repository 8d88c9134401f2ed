import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { relativeStrength } from './_relative-strength.js';
import { firstDefined } from './_warmup.js';

/**
 * Relative strength index, 0..100. Starts with the means of the first `window` gains and losses, NaN before it; from then on each mean is
 * (previous * (window - 1) + new) / window.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function relativeStrengthIndex(input: Series, window: number): Series {
  const n = input.length;
  const first = firstDefined(input);
  const start = first + window;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  if (start >= n) return out;
  let gains = 0;
  let losses = 0;
  for (let i = first + 1; i <= start; i++) {
    const change = input[i]! - input[i - 1]!;
    if (change > 0) gains += change;
    else losses -= change;
  }
  gains /= window;
  losses /= window;
  out[start] = relativeStrength(gains, losses);
  for (let i = start + 1; i < n; i++) {
    const change = input[i]! - input[i - 1]!;
    gains = (gains * (window - 1) + Math.max(change, 0)) / window;
    losses = (losses * (window - 1) + Math.max(-change, 0)) / window;
    out[i] = relativeStrength(gains, losses);
  }
  return out;
}

export const rsi = defineIndicator({
  name: 'rsi',
  summary: 'Relative strength index by Wilder',
  params: z.strictObject({ window: z.int().min(1).describe('differences') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([input], { window }) => relativeStrengthIndex(input!, window),
});
export default rsi;
