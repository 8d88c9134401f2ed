import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/** Bars that an average needs before it says anything. */
const LEAST_BARS = 5;

/**
 * Volume-weighted mean of the typical price (high + low + close) / 3 since the session began, or since a bar of it, in price. NaN before
 * five bars are summed and while their volume is 0.
 *
 * @param begins first bar that counts in the session of bar i; by default the first of the session
 */
export function sessionVwaps(
  high: Series,
  low: Series,
  close: Series,
  volume: Series,
  session: Series,
  begins: (session: number) => number = () => 0,
): Series {
  const n = close.length;
  const out = new Float64Array(n);
  let value = 0;
  let weight = 0;
  let count = 0;
  let from = 0;
  for (let i = 0; i < n; i++) {
    if (i === 0 || session[i] !== session[i - 1]) {
      value = weight = count = 0;
      from = begins(session[i]!);
    }
    if (i >= from) {
      value += ((high[i]! + low[i]! + close[i]!) / 3) * volume[i]!;
      weight += volume[i]!;
      count++;
    }
    out[i] = count >= LEAST_BARS && weight > 0 ? value / weight : NaN;
  }
  return out;
}

export const sessionVwap = defineIndicator({
  name: 'session-vwap',
  summary: 'Volume-weighted average price since the session began',
  params: z.strictObject({}),
  inputs: ['high', 'low', 'close', 'volume', 'session'],
  output: 'series',
  warmup: () => LEAST_BARS - 1,
  compute: ([high, low, close, volume, session]) => sessionVwaps(high!, low!, close!, volume!, session!),
});
export default sessionVwap;
