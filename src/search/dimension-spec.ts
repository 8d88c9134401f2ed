import type { ParamValue } from '../base/json.js';

/** Numbers from min to max, both included: with a step, with a count of values, or (float, or log) every value between. */
export interface RangeSpec {
  readonly kind: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  /** Distance of two values; whole-number ranges without step and count have step 1. */
  readonly step?: number | undefined;
  readonly count?: number | undefined;
  readonly scale?: 'linear' | 'log' | undefined;
}

export type AxisSpec =
  | { readonly kind: 'list'; readonly values: readonly ParamValue[] }
  | { readonly kind: 'bool' }
  | { readonly kind: 'fixed'; readonly value: ParamValue }
  | RangeSpec;

/** One dimension as plain data: survives structured cloning, so that worker threads build the same axis. */
export type DimensionSpec = AxisSpec & {
  /** Dotted path as written in the sweep file. */
  readonly name: string;
  /** Where the value goes; default: the strategy's parameters. */
  readonly target?: 'params' | 'settings' | undefined;
  /** Expression over the dimensions before this one; where it is false, this one is inactive. */
  readonly when?: string | undefined;
  /** Value while inactive; default: the first value. */
  readonly otherwise?: ParamValue | undefined;
};
