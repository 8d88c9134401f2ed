import { z } from 'zod';
import { nearestSteps, type Step } from '../base/step.js';
import { defineIndicator, type Series } from './_indicator.js';

/**
 * Simple moving average whose ties are ties: the mean of the last `window` values in whole ticks, NaN before there are as many.
 *
 * Sums of whole ticks are exact in doubles and are divided once, so that equal averages compare equal, and the prices of two windows
 * differ in the average only where they differ in ticks. A value between two ticks counts as the nearer. Without a tick each window is
 * summed afresh, oldest value first, and the mean is one of prices.
 */
export function tickAverage(input: Series, window: number, tick: Step | null): Series {
  return tick ? ofTicks(input, window, tick) : ofPrices(input, window);
}

function ofTicks(input: Series, window: number, tick: Step): Series {
  const n = input.length;
  const out = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += nearestSteps(tick, input[i]!) - (i >= window ? nearestSteps(tick, input[i - window]!) : 0);
    out[i] = i >= window - 1 ? sum / window : NaN;
  }
  return out;
}

function ofPrices(input: Series, window: number): Series {
  const n = input.length;
  const out = new Float64Array(n).fill(NaN);
  for (let i = window - 1; i < n; i++) {
    let sum = 0;
    for (let j = i - window + 1; j <= i; j++) sum += input[j]!;
    out[i] = sum / window;
  }
  return out;
}

export const tickSma = defineIndicator({
  name: 'tick-sma',
  summary: 'Simple moving average in whole ticks, whose ties are exact',
  params: z.strictObject({
    window: z.int().min(1).describe('bars'),
    tick: z
      .strictObject({ m: z.int().min(1), scale: z.number().positive() })
      .nullish()
      .describe('price step m / scale; null = none, the mean is one of prices'),
  }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window - 1,
  compute: ([input], { window, tick }) => tickAverage(input!, window, tick ?? null),
});
export default tickSma;
