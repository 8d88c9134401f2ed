import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { isMap, valueAt, type ConfigDocument, type ValuePath } from './document.js';
import type { Environment } from './interpolate.js';
import { FORBIDDEN_KEYS, withValue } from './resolve-point.js';
import { parseConfig } from './yaml-file.js';

interface Override {
  readonly path: readonly string[];
  readonly text: string;
  readonly value: Json;
}

const refuse = (text: string, rule: string, hint: string): never => {
  throw new ConfigError({ code: 'HG-CONFIG-015', place: '--set', value: text, rule, hint });
};

function parseOverride(text: string, environment: Environment | undefined): Override {
  const equals = text.indexOf('=');
  if (equals < 1) return refuse(text, 'an override is path=value', 'for example --set account.initial_cash=50000');
  const path = text.slice(0, equals).split('.');
  const bad = path.find((key) => !/^[A-Za-z0-9_-]{1,100}$/.test(key) || FORBIDDEN_KEYS.has(key));
  if (bad !== undefined)
    return refuse(text, `${bad === '' ? 'an empty name' : bad} cannot be a key`, 'write names joined by dots');
  return { path, text, value: parseConfig(text.slice(equals + 1), `--set ${path.join('.')}`, environment).value };
}

/** Parameter names have dots of their own, so in these sections the rest of the path is one key. */
const FLAT_SECTIONS: ReadonlySet<string> = new Set(['space', 'optimization_ranges']);

function resolvePath(root: Json, path: readonly string[], text: string): readonly string[] {
  const [section = '', ...rest] = path;
  let resolved = path;
  if (FLAT_SECTIONS.has(section) && rest.length > 0) {
    const lengths = rest.map((_, k) => rest.length - k);
    const known = lengths.find((length) => valueAt(root, [section, rest.slice(0, length).join('.')]) !== undefined);
    // A key of an existing dimension, such as space.x.max, or a dimension as a whole.
    const length = known ?? rest.length;
    resolved = [section, rest.slice(0, length).join('.'), ...rest.slice(length)];
  }
  for (let length = 1; length < resolved.length; length++) {
    const around = valueAt(root, resolved.slice(0, length));
    if (around !== undefined && around !== null && !isMap(around)) {
      const outer = resolved.slice(0, length).join('.');
      return refuse(text, `${outer} is no section`, `set ${outer} as a whole`);
    }
  }
  return resolved;
}

const beginsWith = (path: ValuePath, start: ValuePath): boolean => start.every((key, k) => path[k] === key);

/**
 * A document with values set from the command line, each `path=value` with the value written as in YAML. Later ones win. Places of what
 * they set name the flag. Names are checked with the rest of the document, when it is validated.
 *
 * @throws ConfigError HG-CONFIG-015 for a malformed override, or as `parseConfig` for its value
 */
export function applyOverrides(
  document: ConfigDocument,
  texts: readonly string[],
  environment?: Environment,
): ConfigDocument {
  let { value } = document;
  const applied: Override[] = [];
  for (const text of texts) {
    const override = parseOverride(text, environment);
    const path = resolvePath(value, override.path, text);
    value = withValue(value, path, override.value);
    applied.unshift({ ...override, path });
  }
  if (applied.length === 0) return document;
  const flagOf = (path: ValuePath): string | undefined => {
    // A section that only an override made has no place of its own.
    const isMade = valueAt(document.value, path) === undefined;
    const found = applied.find((o) => beginsWith(path, o.path) || (isMade && beginsWith(o.path, path)));
    return found === undefined ? undefined : `--set ${found.text}`;
  };
  return {
    file: document.file,
    value,
    place: (path, part) => flagOf(path) ?? document.place(path, part),
    placeInText: (path, offset) => flagOf(path) ?? document.placeInText(path, offset),
  };
}
