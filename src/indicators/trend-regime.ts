import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';

/** Strength of direction below which there is no trend. */
const WEAK = 20;

/**
 * Regime of each bar: 1 up, -1 down, 0 sideways, from a fast and a slow average and a strength of direction. Sideways until both averages are
 * defined and whenever the strength is below 20 (a negative or undefined strength says nothing). Otherwise the spread of the averages
 * decides once it reaches the band; inside the band, and at a spread of zero, the regime stays what it was.
 *
 * @param band basis points of the slow average
 */
export function trendRegimes(fast: Series, slow: Series, strength: Series, band: number): Series {
  const out = new Float64Array(fast.length);
  let regime = 0;
  for (let i = 0; i < out.length; i++) {
    const spread = ((fast[i]! - slow[i]!) / slow[i]!) * 10_000;
    if (Number.isNaN(spread) || (strength[i]! >= 0 && strength[i]! < WEAK)) regime = 0;
    else if (Math.abs(spread) >= band && spread !== 0) regime = spread > 0 ? 1 : -1;
    out[i] = regime;
  }
  return out;
}

export const trendRegime = defineIndicator({
  name: 'trend-regime',
  summary:
    'Up, down or sideways by the spread of two averages, with hysteresis and a gate on the strength of direction',
  params: z.strictObject({ band: z.number().min(0).default(0).describe('spread that makes a trend, basis points') }),
  inputs: ['close', 'open', 'volume'],
  output: 'series',
  warmup: () => 0,
  compute: ([fast, slow, strength], { band = 0 }: { readonly band?: number }) =>
    trendRegimes(fast!, slow!, strength!, band),
});
export default trendRegime;
