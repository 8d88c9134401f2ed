import { ConfigError } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { loadPlugin } from '../base/plugin.js';
import type { Sampler } from './samplers/_sampler.js';
import type { Space } from './space.js';

export const SAMPLERS = new URL('./samplers/', import.meta.url);

/** A sampler at work on a space: what a sweep draws its candidates from. */
export interface Design {
  /** Candidates in all; those that break a constraint are among them. */
  readonly size: bigint;
  /** Trials the user asked for; null = every candidate. */
  readonly samples: number | null;
  /** Values that candidate `index` runs with (inactive dimensions at their `otherwise` value). Pure. */
  at(index: number): readonly ParamValue[];
  /** Whether two candidates can be equal, which only axes without a finite list of values allow. */
  readonly canRepeat: boolean;
  /** Whether the candidate differs from another one in inactive dimensions only. */
  isRepeat(index: number): boolean;
}

/**
 * Loads the sampler of that name and sets it up.
 *
 * @throws ConfigError for an unknown name, wrong parameters or a space that the sampler cannot use
 */
export async function createDesign(
  sampler: { readonly name: string; readonly params: unknown },
  context: { readonly space: Space; readonly seed: number },
): Promise<Design> {
  const plugin = await loadPlugin<Sampler>('sampler', SAMPLERS, sampler.name);
  const parsed = plugin.params.safeParse(sampler.params ?? {});
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({
        code: 'HG-CONFIG-051',
        place: ['sampler', ...issue.path].join('.'),
        rule: issue.message,
        hint: 'see: hgopt list samplers',
      })),
    );
  }
  const instance = plugin.create(parsed.data, context);
  return {
    size: instance.size,
    samples: plugin.trials(parsed.data),
    canRepeat: context.space.size === null,
    at: (index) => context.space.effective(instance.suggest(index)),
    isRepeat: (index) => context.space.isRepeat(instance.suggest(index)),
  };
}
