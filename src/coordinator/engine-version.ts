import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { COMPILED, packageVersion } from '../base/own-package.js';

/** Folders of compiled code whose bytes decide what a trial gives; of the strategies, only what they share. */
const FOLDERS = ['base', 'data', 'search', 'indicators', 'engine', 'strategies', 'metrics', 'trial', 'config'];

/**
 * Identity of the code that runs trials: version and digest of the compiled files. Two builds of the same sources have the same; a changed
 * engine, indicator or metric has another, also when nobody thought of changing the version.
 */
export function engineVersion(): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) addFolder(hash, new URL(`${folder}/`, COMPILED), folder);
  return `${packageVersion()}+${hash.digest('hex').slice(0, 16)}`;
}

function addFolder(hash: ReturnType<typeof createHash>, folder: URL, path: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${path}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, new URL(`${entry.name}/`, folder), name);
    const isPlugIn = path === 'strategies' && !entry.name.startsWith('_');
    if (entry.name.endsWith('.js') && !isPlugIn)
      hash.update(`${name}\0`).update(readFileSync(new URL(entry.name, folder)));
  }
}
