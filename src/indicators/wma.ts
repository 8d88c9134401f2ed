import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * 2^27 + 1: multiplying by it splits a double into two halves of 26 bits (Veltkamp), whose products with a window are
 * exact.
 */
const SPLITTER = 134_217_729;

/**
 * Linearly weighted moving average: weights 1..window, the newest value the heaviest; NaN before there are `window`
 * values.
 *
 * A bar moves the weighted sum by window * x minus the plain sum before it. Both sums and the product carry their
 * rounding errors along, because an error made once would stay for ever: the product leaves the sum again as `window`
 * single values.
 */
export function weightedMovingAverage(input: Series, window: number): Series {
  const n = input.length;
  const first = firstDefined(input);
  const last = first + window - 1;
  const divisor = (window * (window + 1)) / 2;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, last));
  let sum = 0;
  let sumLost = 0;
  let weighted = 0;
  let weightedLost = 0;
  for (let i = first; i < n; i++) {
    const x = input[i]!;
    const weight = i < last ? i - first + 1 : window;

    if (i > last) {
      const next = weighted - sum;
      const part = next - weighted;
      weightedLost += weighted - (next - part) - (sum + part) - sumLost;
      weighted = next;
    }
    const product = weight * x;
    const shifted = SPLITTER * x;
    const head = shifted - (shifted - x);
    const next = weighted + product;
    const part = next - weighted;
    weightedLost += weighted - (next - part) + (product - part) + (weight * head - product + weight * (x - head));
    weighted = next;

    let total = sum + x;
    let share = total - sum;
    sumLost += sum - (total - share) + (x - share);
    sum = total;
    if (i < last) continue;
    if (i > last) {
      const leaving = -input[i - window]!;
      total = sum + leaving;
      share = total - sum;
      sumLost += sum - (total - share) + (leaving - share);
      sum = total;
    }
    out[i] = (weighted + weightedLost) / divisor;
  }
  return out;
}

export const wma = defineIndicator({
  name: 'wma',
  summary: 'Linearly weighted moving average',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window - 1,
  compute: ([input], { window }) => weightedMovingAverage(input!, window),
});
export default wma;
