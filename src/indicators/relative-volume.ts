import { z } from 'zod';
import { defineIndicator, type Series } from './_indicator.js';
import { firstDefined } from './_warmup.js';

/**
 * Volume of a bar over the mean of the `window` bars before it, itself not counted. NaN before there are so many; 0 where their mean is
 * not positive, so that a silent market has no spikes. Each mean is summed anew: a volume that left the window leaves no rounding behind.
 */
export function relativeVolumes(volume: Series, window: number): Series {
  const n = volume.length;
  const start = firstDefined(volume) + window;
  const out = new Float64Array(n);
  out.fill(NaN, 0, Math.min(n, start));
  for (let i = start; i < n; i++) {
    let sum = 0;
    for (let k = i - window; k < i; k++) sum += volume[k]!;
    const mean = sum / window;
    out[i] = mean > 0 ? volume[i]! / mean : 0;
  }
  return out;
}

export const relativeVolume = defineIndicator({
  name: 'relative-volume',
  summary: 'Volume over the mean volume of the bars before',
  params: z.strictObject({ window: z.int().min(1).describe('bars before') }),
  inputs: ['volume'],
  output: 'series',
  warmup: ({ window }) => window,
  compute: ([volume], { window }) => relativeVolumes(volume!, window),
});
export default relativeVolume;
