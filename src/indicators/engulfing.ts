import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/**
 * Engulfing bars: 1 where a rising body covers the falling body of the bar before on both ends, -1 the other way round, else 0. All
 * comparisons are strict. Both bars belong to one session.
 */
export function engulfingBars(open: Series, close: Series, session: Series): Series {
  const n = close.length;
  const out = new Float64Array(n);
  for (let i = 1; i < n; i++) {
    if (session[i] !== session[i - 1]) continue;
    const before = close[i - 1]! - open[i - 1]!;
    const now = close[i]! - open[i]!;
    if (before < 0 && now > 0 && open[i]! < close[i - 1]! && close[i]! > open[i - 1]!) out[i] = 1;
    else if (before > 0 && now < 0 && open[i]! > close[i - 1]! && close[i]! < open[i - 1]!) out[i] = -1;
  }
  return out;
}

export const engulfing = defineIndicator({
  name: 'engulfing',
  summary: 'Bars whose body engulfs that of the bar before: 1 rising, -1 falling',
  params: z.strictObject({}),
  inputs: ['open', 'close', 'session'],
  output: 'series',
  warmup: () => 0,
  compute: ([open, close, session]) => engulfingBars(open!, close!, session!),
});
export default engulfing;
