import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Kelly fraction of the last `window` simple returns: max(0, (b p - (1 - p)) / b), where p is the share of gains
 * among the returns that are not zero and b the mean gain over the mean loss. A fraction of the equity, 0..1; NaN
 * before there are `window` returns. Without gains it is 0; without losses b has no value, and it is 0, too: history
 * that never lost is no measure of a bet.
 * Source: J. L. Kelly, "A New Interpretation of Information Rate", Bell System Technical Journal 35, 1956.
 */
export function rollingKellyFraction(input: Series, window: number): Series {
  const n = input.length;
  const start = firstDefined(input) + window;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  const gains = new RunningTotal();
  const losses = new RunningTotal();
  for (let i = start - window + 1; i < n; i++) {
    const entering = input[i]! / input[i - 1]! - 1;
    if (entering > 0) gains.enter(entering);
    else if (entering < 0) losses.enter(-entering);
    if (i > start) {
      const leaving = input[i - window]! / input[i - window - 1]! - 1;
      if (leaving > 0) gains.leave(leaving);
      else if (leaving < 0) losses.leave(-leaving);
    }
    if (i >= start) out[i] = kelly(gains, losses);
  }
  return out;
}

function kelly(gains: RunningTotal, losses: RunningTotal): number {
  if (gains.count === 0 || losses.count === 0) return 0;
  const share = gains.count / (gains.count + losses.count);
  const payoff = gains.mean / losses.mean;
  return Math.max(0, (payoff * share - (1 - share)) / payoff);
}

/**
 * Total of the values in a moving window, which carries its rounding errors along (Neumaier) and is exactly 0 when
 * empty.
 */
class RunningTotal {
  count = 0;
  #sum = 0;
  #lost = 0;

  get mean(): number {
    return (this.#sum + this.#lost) / this.count;
  }

  enter(value: number): void {
    this.count++;
    this.#add(value);
  }

  leave(value: number): void {
    this.count--;
    this.#add(-value);
    if (this.count > 0) return;
    this.#sum = 0;
    this.#lost = 0;
  }

  #add(value: number): void {
    const next = this.#sum + value;
    const part = next - this.#sum;
    this.#lost += this.#sum - (next - part) + (value - part);
    this.#sum = next;
  }
}

export const kellyFraction = defineIndicator({
  name: 'kelly-fraction',
  summary: 'Kelly fraction of simple returns',
  params: z.strictObject({ window: z.int().min(2).describe('returns') }),
  inputs: ['close'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([input], { window }) => rollingKellyFraction(input!, window),
});
export default kellyFraction;
