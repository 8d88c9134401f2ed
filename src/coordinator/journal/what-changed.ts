import type { Json } from '../../base/json.js';

export interface Change {
  /** Dotted path. */
  readonly path: string;
  /** JSON text; undefined where there is nothing. */
  readonly before: string | undefined;
  readonly now: string | undefined;
}

type Value = Json | undefined;

/** Where two JSON values differ, in code-point order of the paths. Lists are compared as a whole unless they have one length. */
export function whatChanged(before: Value, now: Value, path = ''): Change[] {
  if (
    isBranch(before) &&
    isBranch(now) &&
    isList(before) === isList(now) &&
    (!isList(before) || sameLength(before, now))
  ) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => whatChanged(before[key], now[key], path === '' ? key : `${path}.${key}`));
  }
  const [old, young] = [JSON.stringify(before) as string | undefined, JSON.stringify(now) as string | undefined];
  return old === young ? [] : [{ path, before: old, now: young }];
}

const isBranch = (value: Value): value is { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object';
const isList = (value: Value): boolean => Array.isArray(value);
const sameLength = (a: object, b: object): boolean => Object.keys(a).length === Object.keys(b).length;
