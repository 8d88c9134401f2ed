import type { Json, ParamValue } from '../../base/json.js';
import type { Space } from '../../search/space.js';

/** Strategy parameters and run settings, as plain data. */
export interface Point {
  readonly params: Json;
  readonly settings: Json;
}

/** Names that reach the prototype of an object; never a key, wherever it comes from. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A copy of `root` with `value` at the path; objects on the way are copied, and made where there are none. The input is not touched. */
export function withValue(root: Json | undefined, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (FORBIDDEN_KEYS.has(key)) throw new RangeError(`${key} cannot be a key`);
  const isMap = root !== null && typeof root === 'object' && !Array.isArray(root);
  const object = isMap ? (root as Readonly<Record<string, Json>>) : {};
  return { ...object, [key]: withValue(Object.hasOwn(object, key) ? object[key] : undefined, rest, value) };
}

/**
 * Parameters and settings of one trial: the base with the trial's values at their dotted paths. `values` are a sampler's, in the order of
 * the dimensions; conditional dimensions that are inactive get their `otherwise` value here.
 */
export function resolvePoint(base: Point, space: Space, values: readonly ParamValue[]): Point {
  let { params, settings } = base;
  space.effective(values).forEach((value, k) => {
    const dimension = space.dimensions[k];
    if (dimension === undefined) throw new RangeError(`value ${k} belongs to no dimension`);
    const path = dimension.name.split('.');
    if (dimension.target === 'settings') settings = withValue(settings, path, value);
    else params = withValue(params, path, value);
  });
  return { params, settings };
}
