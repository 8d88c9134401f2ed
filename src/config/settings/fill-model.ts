import { z } from 'zod';
import type { ExecutionRules } from '../../engine/rules.js';

const probability = z.number().min(0).max(1);

/** When orders of a hedge book trade, in the spelling of settings files. */
export const fillModelSettings = z.strictObject({
  type: z
    .enum(['naive', 'realistic', 'probabilistic'])
    .default('naive')
    .describe(
      'resting orders of a hedge book, once touched; naive: fill; realistic: by chance unless passed by a tick',
    ),
  maker_fill_prob: probability.default(0.9).describe('chance a bar of a resting order'),
  aggressive_fill_prob: probability.default(1).describe('chance a bar of a triggered stop'),
});

export const toFillModel = (model: z.output<typeof fillModelSettings>): ExecutionRules['fillModel'] => ({
  type: model.type,
  makerProbability: model.maker_fill_prob,
  takerProbability: model.aggressive_fill_prob,
});
