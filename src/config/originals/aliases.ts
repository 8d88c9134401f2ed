import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from '../yaml/document.js';
import { withValue } from '../yaml/resolve-point.js';

/**
 * A document whose section at `at` uses the canonical names; places still point at what the user wrote.
 *
 * @param aliases other spelling -> name
 * @throws ConfigError HG-CONFIG-013 when a name is given in two spellings
 */
export function withCanonicalNames(
  document: ConfigDocument,
  at: ValuePath,
  aliases: Readonly<Record<string, string>>,
): ConfigDocument {
  const section = valueAt(document.value, at);
  if (!isMap(section)) return document;
  const written = new Map<string, string>();
  const renamed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(section)) {
    const name = Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;
    const other = written.get(name);
    if (other !== undefined) {
      throw new ConfigError({
        code: 'HG-CONFIG-013',
        place: document.place([...at, key], 'key'),
        value: key,
        rule: `${other} and ${key} are two names of one setting`,
        hint: `keep ${name}`,
      });
    }
    written.set(name, key);
    renamed[name] = value;
  }
  const asWritten = (path: ValuePath): ValuePath => {
    const key = path[at.length];
    const isInside = key !== undefined && at.every((k, i) => path[i] === k);
    return isInside ? [...at, written.get(String(key)) ?? key, ...path.slice(at.length + 1)] : path;
  };
  return {
    file: document.file,
    value: withValue(document.value, at.map(String), renamed),
    place: (path, part) => document.place(asWritten(path), part),
    placeInText: (path, offset) => document.placeInText(asWritten(path), offset),
  };
}
