import type { ParamValue } from '../base/json.js';
import { alignDecimals, fromDecimal } from './decimal.js';

/** Where the values of a dimension lie; the dimension adds the name. `size` null: continuous. */
export interface Axis {
  readonly size: number | null;
  at(k: number): ParamValue;
  quantile(u: number): ParamValue;
}

const pick = (size: number, u: number): number => Math.min(size - 1, Math.floor(u * size));

export function listAxis(values: readonly ParamValue[]): Axis {
  const at = (k: number): ParamValue => values[k] ?? null;
  return { size: values.length, at, quantile: (u) => at(pick(values.length, u)) };
}

/** Values min + k * step up to max. Worked out on the decimal digits: 0.1, 0.2, 0.3 and never 0.30000000000000004. */
export function steppedAxis(min: number, max: number, step: number): Axis {
  const { units, scale } = alignDecimals([min, max, step]);
  const [low = 0n, high = 0n, stride = 1n] = units;
  const size = Number((high - low) / stride) + 1;
  const at = (k: number): number => fromDecimal(low + BigInt(k) * stride, scale);
  return { size, at, quantile: (u) => at(pick(size, u)) };
}

/** Twelve significant digits: hides the last bits of a logarithm, so that decades print as 0.001, 0.01, 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function between(min: number, max: number, u: number, isLog: boolean): number {
  if (!isLog) return min + u * (max - min);
  return tidy(Math.exp(Math.log(min) + u * (Math.log(max) - Math.log(min))));
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** `count` values from min to max, both included, equally far apart on the scale. Whole-number axes round, and keep each value once. */
export function countedAxis(
  min: number,
  max: number,
  count: number,
  options: { isLog: boolean; isInt: boolean },
): Axis {
  if (options.isInt) {
    const spread = (k: number): number =>
      Math.round(clamp(between(min, max, k / (count - 1), options.isLog), min, max));
    return listAxis([...new Set(Array.from({ length: count }, (_, k) => spread(k)))]);
  }
  const { units, scale } = alignDecimals([min, max]);
  const [low = 0n, high = 0n] = units;
  const at = (k: number): number => {
    if (k === 0) return min;
    if (k === count - 1) return max;
    if (options.isLog) return clamp(between(min, max, k / (count - 1), true), min, max);
    // Thirty digits after the point are more than a double can hold, so one rounding at the end is the only one.
    const digits = scale + 30;
    const sum = (low * BigInt(count - 1) + BigInt(k) * (high - low)) * 10n ** 30n;
    return fromDecimal(sum / BigInt(count - 1), digits);
  };
  return { size: count, at, quantile: (u) => at(pick(count, u)) };
}

/** Every number from min to max, drawn by its quantile on a linear or a log scale. */
export function continuousAxis(min: number, max: number, options: { isLog: boolean; isInt: boolean }): Axis {
  const quantile = (u: number): number => {
    if (!options.isInt) return clamp(between(min, max, u, options.isLog), min, max);
    // Each integer owns the half unit on either side of it, also on the log scale.
    return clamp(Math.round(between(min - 0.5, max + 0.5, u, options.isLog)), min, max);
  };
  return { size: null, at: (k) => (k === 0 ? min : max), quantile };
}
