import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { trueRangeAt } from './true-range.js';

/**
 * Average directional index whose smoothed movements and ranges start with their first values instead of sums, 0..100. It is the mean of the
 * first `window` directional indices that exist, then Wilder-smoothed; NaN before bar `2 * window - 1`, and -1 after it as long as too
 * few indices exist, because a bar without any movement so far has none.
 */
export function runningDirectionalIndex(high: Series, low: Series, close: Series, window: number): Series {
  const n = close.length;
  const out = new Float64Array(n);
  const smooth = (old: number, value: number, isFirst: boolean): number =>
    isFirst ? value : (old * (window - 1) + value) / window;
  let [range, plus, minus] = [0, 0, 0];
  let average = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0) {
      const up = high[i]! - high[i - 1]!;
      const down = low[i - 1]! - low[i]!;
      range = smooth(range, trueRangeAt(high, low, close, i), i === 1);
      plus = smooth(plus, up > down && up > 0 ? up : 0, i === 1);
      minus = smooth(minus, down > up && down > 0 ? down : 0, i === 1);
      const rising = range > 0 ? (100 * plus) / range : 0;
      const falling = range > 0 ? (100 * minus) / range : 0;
      if (rising + falling > 0) {
        const index = (100 * Math.abs(rising - falling)) / (rising + falling);
        count++;
        if (count <= window) average += index;
        if (count === window) average /= window;
        if (count > window) average = (average * (window - 1) + index) / window;
      }
    }
    out[i] = i < 2 * window - 1 ? NaN : count < window ? -1 : average;
  }
  return out;
}

export const runningAdx = defineIndicator({
  name: 'running-adx',
  summary: 'Average directional index, smoothed from the first value on',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['high', 'low', 'close'],
  output: 'series',
  warmup: ({ window }) => 2 * window - 1,
  compute: ([high, low, close], { window }) => runningDirectionalIndex(high!, low!, close!, window),
});
export default runningAdx;
