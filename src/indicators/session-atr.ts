import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/**
 * Wilder's average true range over bars of `minutes`, or of whole sessions, as it stood at the close of the session before: one value for
 * all bars of a session, in price. Bars are cut from each session's scheduled open on; empty ones are left out and a shorter last one
 * counts. The range of a session's first bar reaches back to the close before, over the night. Starts with the mean of the first `window`
 * ranges, the very first being high - low; NaN while there are fewer.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 *
 * @param minutes length of a bar; null = the session
 */
export function sessionAverageRange(
  high: Series,
  low: Series,
  close: Series,
  session: Series,
  minute: Series,
  minutes: number | null,
  window: number,
): Series {
  const n = close.length;
  const out = new Float64Array(n);
  let known = NaN;
  let average = 0;
  let count = 0;
  let before = NaN;
  let top = -Infinity;
  let bottom = Infinity;
  let bin = 0;
  for (let i = 0; i < n; i++) {
    const isNewSession = i > 0 && session[i] !== session[i - 1];
    const next = minutes === null ? 0 : Math.floor(minute[i]! / minutes);
    if (i > 0 && (isNewSession || next !== bin)) {
      const range =
        count === 0 ? top - bottom : Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
      before = close[i - 1]!;
      count++;
      if (count < window) average += range;
      else if (count === window) average = (average + range) / window;
      else average = (average * (window - 1) + range) / window;
      top = -Infinity;
      bottom = Infinity;
    }
    if (isNewSession && count >= window) known = average;
    bin = next;
    if (high[i]! > top) top = high[i]!;
    if (low[i]! < bottom) bottom = low[i]!;
    out[i] = known;
  }
  return out;
}

export const sessionAtr = defineIndicator({
  name: 'session-atr',
  summary: 'Average true range of bars inside sessions, as of the session before',
  params: z.strictObject({
    window: z.int().min(1).describe('bars'),
    minutes: z.number().min(1).nullable().optional().describe('length of a bar, minutes; null = the whole session'),
  }),
  inputs: ['high', 'low', 'close', 'session', 'session_minute'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([high, low, close, session, minute], { window, minutes = null }) =>
    sessionAverageRange(high!, low!, close!, session!, minute!, minutes, window),
});
export default sessionAtr;
