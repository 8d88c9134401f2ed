import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import { defineSampler } from './_sampler.js';

/**
 * Every combination of the listed values. Candidate `index` is a mixed-radix number whose last dimension turns fastest, so the grid is
 * never held in memory and its order is the order of the file.
 */
export default defineSampler({
  name: 'grid',
  summary: 'Every combination of the values, last parameter fastest',
  params: z.strictObject({}),
  trials: () => null,
  create(_params, { space }) {
    const open = space.dimensions.find((d) => d.size === null);
    if (open !== undefined || space.size === null) {
      throw new ConfigError({
        code: 'HG-CONFIG-050',
        place: open?.name ?? 'space',
        value: 'continuous range',
        rule: 'a grid needs a finite number of values on every axis',
        hint: 'give the range a step or a count, or use the sampler random',
      });
    }
    const { dimensions, size } = space;
    return {
      size,
      suggest(index) {
        let rest = index;
        const values = dimensions.map(() => null as ReturnType<(typeof dimensions)[number]['at']>);
        for (let k = dimensions.length - 1; k >= 0; k--) {
          const dimension = dimensions[k]!;
          const radix = dimension.size!;
          values[k] = dimension.at(rest % radix);
          rest = Math.floor(rest / radix);
        }
        return values;
      },
    };
  },
});
