import type { z } from 'zod';
import type { ParamValue } from '../../base/json.js';
import type { Space } from '../space.js';

export interface SamplerInstance {
  /** How many indices the design has; candidates that break a constraint are among them. */
  readonly size: bigint;
  /** Values of the space's dimensions for candidate `index` in [0, size), in the order of the dimensions. Pure: no state, no order of calls. */
  suggest(index: number): readonly ParamValue[];
}

export interface Sampler<P = unknown> {
  /** Public name; equals the file name. */
  readonly name: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  /** How many feasible trials the user asked for; null = all candidates of the design. */
  trials(params: P): number | null;
  create(params: P, context: { readonly space: Space; readonly seed: number }): SamplerInstance;
}

export const defineSampler = <P>(sampler: Sampler<P>): Sampler<P> => sampler;
