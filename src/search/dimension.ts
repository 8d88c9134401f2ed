import { ConfigError } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { continuousAxis, countedAxis, listAxis, steppedAxis, type Axis } from './axes.js';
import { dimensionProblem } from './dimension-problem.js';
import type { AxisSpec, DimensionSpec } from './dimension-spec.js';

export type { DimensionSpec } from './dimension-spec.js';

/** One axis of the search. */
export interface Dimension {
  /** Dotted path as written in the sweep file. */
  readonly name: string;
  /** Whether the value goes into the strategy's parameters or into the run settings. */
  readonly target: 'params' | 'settings';
  /** Number of values; null for a continuous range, which only samplers that draw can use. */
  readonly size: number | null;
  /** k-th value, 0 <= k < size. */
  at(k: number): ParamValue;
  /** Value for u in [0, 1): the quantile of the axis, on its own scale (linear or log). */
  quantile(u: number): ParamValue;
}

function createAxis(spec: AxisSpec): Axis {
  switch (spec.kind) {
    case 'list':
      return listAxis(spec.values);
    case 'bool':
      return listAxis([false, true]);
    case 'fixed':
      return listAxis([spec.value]);
    case 'int':
    case 'float': {
      const options = { isLog: spec.scale === 'log', isInt: spec.kind === 'int' };
      if (spec.count !== undefined) return countedAxis(spec.min, spec.max, spec.count, options);
      if (spec.step !== undefined) return steppedAxis(spec.min, spec.max, spec.step);
      if (options.isInt && !options.isLog) return steppedAxis(spec.min, spec.max, 1);
      return continuousAxis(spec.min, spec.max, options);
    }
  }
}

/**
 * Axis of a specification. Values are never summed up step by step, so 0.1 to 0.3 by 0.1 is 0.1, 0.2, 0.3.
 *
 * @throws ConfigError HG-CONFIG-030 for an axis without values or with bounds that contradict each other.
 */
export function createDimension(spec: DimensionSpec): Dimension {
  const problem = dimensionProblem(spec);
  if (problem !== null) throw new ConfigError({ code: 'HG-CONFIG-030', place: spec.name, ...problem });
  return { name: spec.name, target: spec.target ?? 'params', ...createAxis(spec) };
}
