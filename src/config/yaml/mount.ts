import { isMap, valueAt, type ConfigDocument, type ValuePath } from './document.js';
import type { Json } from '../../base/json.js';
import { withValue } from './resolve-point.js';

const isBelow = (path: ValuePath, at: ValuePath): boolean =>
  path.length > at.length && at.every((key, k) => path[k] === key);

/** A document in which another one stands at `at` instead of its path; places below lead into the other file. */
export function mount(document: ConfigDocument, at: ValuePath, other: ConfigDocument): ConfigDocument {
  return {
    file: document.file,
    value: withValue(document.value, at.map(String), other.value),
    place: (path, part) => (isBelow(path, at) ? other.place(path.slice(at.length), part) : document.place(path, part)),
    placeInText: (path, offset) =>
      isBelow(path, at) ? other.placeInText(path.slice(at.length), offset) : document.placeInText(path, offset),
  };
}

/** One value laid over another: maps key by key, everything else as a whole. */
export function mergeJson(below: Json | undefined, above: Json): Json {
  if (!isMap(below) || !isMap(above)) return above;
  const merged: Record<string, Json> = { ...below };
  for (const [key, value] of Object.entries(above))
    merged[key] = Object.hasOwn(below, key) ? mergeJson(below[key], value) : value;
  return merged;
}

/** The section at `at` of a document laid over another document: what both have is taken from the section, key by key. */
export function overlay(base: ConfigDocument | null, document: ConfigDocument, at: ValuePath): ConfigDocument {
  const section = valueAt(document.value, at) ?? {};
  const value = base === null ? section : mergeJson(base.value, section);
  const placeOf = (path: ValuePath): { readonly from: ConfigDocument; readonly path: ValuePath } =>
    base === null || valueAt(section, path) !== undefined || valueAt(base.value, path) === undefined
      ? { from: document, path: [...at, ...path] }
      : { from: base, path };
  return {
    file: document.file,
    value,
    place: (path, part) => {
      const found = placeOf(path);
      return found.from.place(found.path, part);
    },
    placeInText: (path, offset) => {
      const found = placeOf(path);
      return found.from.placeInText(found.path, offset);
    },
  };
}

/** A section of a document as a document of its own. */
export const sectionOf = (document: ConfigDocument, at: ValuePath): ConfigDocument => overlay(null, document, at);
