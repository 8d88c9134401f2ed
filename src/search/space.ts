import { createConditions, type Conditions } from './condition.js';
import { createDimension, type Dimension } from './dimension.js';
import type { DimensionSpec } from './dimension-spec.js';

export type { Dimension } from './dimension.js';

export interface Space extends Conditions {
  readonly dimensions: readonly Dimension[];
  /** Product of the sizes; null when an axis is continuous. */
  readonly size: bigint | null;
}

/**
 * Space of the given axes, in their order.
 *
 * @throws ConfigError for a bad axis or condition
 */
export function createSpace(specs: readonly DimensionSpec[]): Space {
  const dimensions = specs.map(createDimension);
  const size = dimensions.reduce<bigint | null>(
    (n, d) => (n === null || d.size === null ? null : n * BigInt(d.size)),
    1n,
  );
  return { dimensions, size, ...createConditions(specs, dimensions) };
}
