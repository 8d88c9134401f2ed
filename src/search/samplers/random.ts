import { z } from 'zod';
import type { ParamValue } from '../../base/json.js';
import { createRng } from '../../base/rng.js';
import { createPermutation } from '../permutation.js';
import type { Dimension } from '../space.js';
import { defineSampler } from './_sampler.js';

/** Candidates that a continuous space offers: enough for any number of draws, and an exact double. */
const ENDLESS = BigInt(Number.MAX_SAFE_INTEGER);

/** Values at a place of the grid; the place may be beyond 2^53. */
function gridPoint(dimensions: readonly Dimension[], place: bigint): readonly ParamValue[] {
  let rest = place;
  const values: ParamValue[] = [];
  for (const dimension of dimensions.toReversed()) {
    const radix = BigInt(dimension.size ?? 1);
    values.push(dimension.at(Number(rest % radix)));
    rest /= radix;
  }
  return values.reverse();
}

/**
 * Random candidates. On a finite space they are drawn without replacement, so asking for more than there are gives all of them once, in
 * random order. With a continuous range each axis is drawn on its own scale. Candidate i depends on the seed and on i alone, neither on
 * the number of samples nor on other candidates; on a continuous space the stream of an axis belongs to its name.
 */
export default defineSampler({
  name: 'random',
  summary: 'Random combinations without repetition',
  params: z.strictObject({
    samples: z
      .int()
      .min(1)
      .max(100_000_000)
      .default(1000)
      .describe('trials to run; candidates that break a constraint are replaced'),
  }),
  trials: ({ samples }) => samples,
  create(_params, { space, seed }) {
    const { dimensions, size } = space;
    if (size === null) {
      const draw = (index: number, { name, quantile }: Dimension): ParamValue =>
        quantile(createRng(seed, 'random', index, name)());
      return { size: ENDLESS, suggest: (index) => dimensions.map((d) => draw(index, d)) };
    }
    const permute = createPermutation(size, seed);
    return { size, suggest: (index) => gridPoint(dimensions, permute(BigInt(index))) };
  },
});
