import type { Json } from '../../base/json.js';

/** Keys and list positions from the root of a file to a value. */
export type ValuePath = readonly (string | number)[];

/** What a settings file says, and where it says it. */
export interface ConfigDocument {
  /** Path as the user wrote it. */
  readonly file: string;
  readonly value: Json;
  /** `file:line:column` of the value at a path, of its key, or of the nearest thing around it that is in the file. */
  place(path: ValuePath, part?: 'key' | 'value'): string;
  /** `file:line:column` of a character of the text at a path, where it stands on one line as it is. */
  placeInText(path: ValuePath, offset: number): string;
}

/** Key of a path in a map of places. */
export const pathKey = (path: ValuePath): string => JSON.stringify(path.map(String));

/** The value at a path; undefined where there is none. Reads own entries only. */
export function valueAt(root: Json, path: ValuePath): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, Json>>)[key];
  }
  return value;
}

/** Whether a value is a map of keys to values. */
export const isMap = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
