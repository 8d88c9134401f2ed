import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Simple moving average: the mean of the last `window` values, NaN before there are as many. The running sum carries
 * its rounding errors along (Neumaier), so that it does not drift over millions of bars and a value depends on
 * nothing but its window to the last bit or two.
 */
export function simpleMovingAverage(input: Series, window: number): Series {
  const n = input.length;
  const first = firstDefined(input);
  const last = first + window - 1;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, last));
  let sum = 0;
  let lost = 0;
  for (let i = first; i < n; i++) {
    const entering = input[i]!;
    let next = sum + entering;
    let part = next - sum;
    lost += sum - (next - part) + (entering - part);
    sum = next;
    if (i < last) continue;
    if (i > last) {
      const leaving = -input[i - window]!;
      next = sum + leaving;
      part = next - sum;
      lost += sum - (next - part) + (leaving - part);
      sum = next;
    }
    out[i] = (sum + lost) / window;
  }
  return out;
}

export const sma = defineIndicator({
  name: 'sma',
  summary: 'Simple moving average',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window - 1,
  compute: ([input], { window }) => simpleMovingAverage(input!, window),
});
export default sma;
