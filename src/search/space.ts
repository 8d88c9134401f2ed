import type { ParamValue } from '../base/json.js';

/** One axis of the search, made of plain data so that a worker thread can rebuild it. */
export interface Dimension {
  /** Dotted path as written in the sweep file. */
  readonly name: string;
  /** Number of values; null for a continuous range, which only samplers that draw can use. */
  readonly size: number | null;
  /** k-th value, 0 <= k < size. */
  at(k: number): ParamValue;
  /** Value for u in [0, 1): the quantile of the axis, on its own scale (linear or log). */
  quantile(u: number): ParamValue;
}

export interface Space {
  readonly dimensions: readonly Dimension[];
  /** Product of the sizes; null when an axis is continuous. */
  readonly size: bigint | null;
}
