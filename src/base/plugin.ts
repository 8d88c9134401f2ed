import { readdirSync } from 'node:fs';
import { ConfigError } from './errors.js';
import { didYouMean } from './nearest-name.js';

/** A plug-in file: lower-case kebab name; `.ts` in the sources, `.js` when built. */
const PLUGIN_FILE = /^([a-z0-9][a-z0-9-]*)\.(ts|js)$/;

/** A folder's own loader, the one file of a plug-in folder besides `_<kind>` that is none. */
const LOADER = 'load';

function pluginFiles(folder: URL): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const file of readdirSync(folder).sort()) {
    const name = PLUGIN_FILE.exec(file)?.[1];
    if (name !== undefined && name !== LOADER) files.set(name, file);
  }
  return files;
}

/** Names of the plug-ins of a folder (a URL that ends in `/`), in code-point order: the file names without extension. */
export function listPlugins(folder: URL): readonly string[] {
  return [...pluginFiles(folder).keys()].sort();
}

/**
 * Where the plug-in of that name lies. snake_case names are found in their kebab-case files.
 *
 * @throws ConfigError HG-CONFIG-020 when there is none; names the nearest and lists all.
 */
export function pluginUrl(kind: string, folder: URL, name: string, place = kind): URL {
  const files = pluginFiles(folder);
  const file = files.get(name) ?? files.get(name.replaceAll('_', '-'));
  if (file !== undefined) return new URL(file, folder);
  const known = name.includes('_') ? [...files.keys()].map((n) => n.replaceAll('-', '_')) : [...files.keys()];
  throw new ConfigError({
    code: 'HG-CONFIG-020',
    place,
    value: name,
    rule: `there is no ${kind} of that name; known: ${known.join(', ')}`,
    hint: didYouMean(name, known),
  });
}

/** Imports the plug-in of that name: the default export of its file. The caller states its type; contract tests hold it. */
export async function loadPlugin<T>(kind: string, folder: URL, name: string, place = kind): Promise<T> {
  const module = (await import(pluginUrl(kind, folder, name, place).href)) as { default?: T };
  if (module.default === undefined) throw new TypeError(`${kind} ${name} has no default export`);
  return module.default;
}
