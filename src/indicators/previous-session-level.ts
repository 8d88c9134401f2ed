import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/** Price at a share of the range of the session before: low + share * (high - low). NaN in the first session. */
export function previousSessionLevels(high: Series, low: Series, session: Series, share: number): Series {
  const n = high.length;
  const out = new Float64Array(n);
  let level = NaN;
  let top = -Infinity;
  let bottom = Infinity;
  for (let i = 0; i < n; i++) {
    if (i > 0 && session[i] !== session[i - 1]) {
      level = bottom + share * (top - bottom);
      top = -Infinity;
      bottom = Infinity;
    }
    if (high[i]! > top) top = high[i]!;
    if (low[i]! < bottom) bottom = low[i]!;
    out[i] = level;
  }
  return out;
}

export const previousSessionLevel = defineIndicator({
  name: 'previous-session-level',
  summary: 'Price at a share of the range of the session before',
  params: z.strictObject({
    share: z.number().min(0).max(1).optional().describe('0 = the low, 1 = the high; default the middle'),
  }),
  inputs: ['high', 'low', 'session'],
  output: 'series',
  warmup: () => 1,
  compute: ([high, low, session], { share = 0.5 }) => previousSessionLevels(high!, low!, session!, share),
});
export default previousSessionLevel;
