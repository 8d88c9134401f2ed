import type { Json } from '../../base/json.js';
import { valueAt, type ConfigDocument, type ValuePath } from '../yaml/document.js';
import { withValue } from '../yaml/resolve-point.js';

/** A value of one file shape at its place in another. */
export interface Move {
  readonly to: ValuePath;
  /** Where the user wrote it; undefined when the value follows from several, or from none. */
  readonly from?: ValuePath;
  readonly value: Json | undefined;
}

/** A document in another shape; places still point at what the user wrote. Moves without a value are left out. */
export function reshaped(document: ConfigDocument, moves: readonly Move[]): ConfigDocument {
  const given = moves.filter((move): move is Move & { readonly value: Json } => move.value !== undefined);
  const origin = (path: ValuePath): ValuePath => {
    const above = given.filter(({ to }) => to.every((key, k) => path[k] === key));
    const move = above.toSorted((a, b) => b.to.length - a.to.length)[0];
    return move?.from === undefined ? [] : [...move.from, ...path.slice(move.to.length)];
  };
  return {
    file: document.file,
    value: given.reduce<Json>((value, { to, value: leaf }) => withValue(value, to.map(String), leaf), {}),
    place: (path, part) => document.place(origin(path), part),
    placeInText: (path, offset) => document.placeInText(origin(path), offset),
  };
}

/** Moves of values as they stand. */
export const moved = (
  document: ConfigDocument,
  pairs: readonly (readonly [from: string, to: string, convert?: (value: number) => number])[],
): readonly Move[] =>
  pairs.map(([source, target, convert]) => {
    const from = source.split('.');
    const value = valueAt(document.value, from);
    return { from, to: target.split('.'), value: convert && typeof value === 'number' ? convert(value) : value };
  });
