import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/**
 * Direction of the range against that of `window` bars before: 1 where high and low are both higher, -1 where both are lower, else 0.
 * Both bars belong to one session.
 */
export function rangeDirection(high: Series, low: Series, session: Series, window: number): Series {
  const n = high.length;
  const out = new Float64Array(n);
  for (let i = window; i < n; i++) {
    const k = i - window;
    if (session[i] !== session[k]) continue;
    if (high[i]! > high[k]! && low[i]! > low[k]!) out[i] = 1;
    else if (high[i]! < high[k]! && low[i]! < low[k]!) out[i] = -1;
  }
  return out;
}

export const priceStructure = defineIndicator({
  name: 'price-structure',
  summary: 'Higher highs and lows (1) or lower ones (-1) than some bars before',
  params: z.strictObject({ window: z.int().min(1).describe('bars back') }),
  inputs: ['high', 'low', 'session'],
  output: 'series',
  warmup: () => 0,
  compute: ([high, low, session], { window }) => rangeDirection(high!, low!, session!, window),
});
export default priceStructure;
