import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstTrueRange, trueRangeAt } from './true-range.js';

/**
 * Upward and downward directional movement of bar i as one signed number: only the larger counts, and only when
 * positive.
 */
function directionalMove(high: Series, low: Series, i: number): number {
  const up = high[i]! - high[i - 1]!;
  const down = low[i - 1]! - low[i]!;
  if (up > down && up > 0) return up;
  return down > up && down > 0 ? -down : 0;
}

/** Strength of direction, 0..100. Without any true range there are no directional indices, and it is 0. */
function directionalIndex(up: number, down: number, range: number): number {
  if (!(range > 0)) return 0;
  const rising = (100 * up) / range;
  const falling = (100 * down) / range;
  const total = rising + falling;
  return total > 0 ? (100 * Math.abs(rising - falling)) / total : 0;
}

/**
 * Average directional index, 0..100. The smoothed sums of movement and range start with bars 1..window, the index
 * itself at bar 2 * window - 1 as the mean of the first `window` directional indices, NaN before it; all go on with
 * Wilder's smoothing.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function averageDirectionalIndex(high: Series, low: Series, close: Series, window: number): Series {
  const n = close.length;
  const first = firstTrueRange(high, low, close);
  const settled = first + window - 1;
  const start = settled + window - 1;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  let up = 0;
  let down = 0;
  let range = 0;
  let average = 0;
  for (let i = first; i < n; i++) {
    if (i > settled) {
      up -= up / window;
      down -= down / window;
      range -= range / window;
    }
    const move = directionalMove(high, low, i);
    if (move > 0) up += move;
    else down -= move;
    range += trueRangeAt(high, low, close, i);
    if (i < settled) continue;
    const index = directionalIndex(up, down, range);
    average = i <= start ? average + index / window : (average * (window - 1) + index) / window;
    if (i >= start) out[i] = average;
  }
  return out;
}

export const adx = defineIndicator({
  name: 'adx',
  summary: 'Average directional index by Wilder',
  params: z.strictObject({ window: z.int().min(1).describe('bars') }),
  inputs: ['high', 'low', 'close'],
  output: 'series',
  warmup: ({ window }) => 2 * window - 1,
  compute: ([high, low, close], { window }) => averageDirectionalIndex(high!, low!, close!, window),
});
export default adx;
