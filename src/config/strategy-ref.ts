import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pluginUrl } from '../base/plugin.js';

/** A strategy by name and place; plain data for worker threads. */
export interface StrategyRef {
  /** Built-in name, or the file name of the user's module without its extension. */
  readonly name: string;
  /** Of its file. */
  readonly url: string;
}

const MODULE = /\.(ts|mts|js|mjs)$/;

/** Whether a reference names a file rather than a built-in strategy. */
export const isModulePath = (ref: string): boolean => MODULE.test(ref) || isAbsolute(ref) || /^\.{1,2}[/\\]/.test(ref);

/**
 * Finds a strategy: `dma-atr-trend` is built in, `./my-strategy.ts` is a file beside the one that names it.
 *
 * @throws ConfigError HG-CONFIG-020 for an unknown built-in name
 */
export function resolveStrategy(ref: string, baseDir: string, place = 'strategy'): StrategyRef {
  if (isModulePath(ref)) {
    const file = resolve(baseDir, ref);
    return { name: (file.split(/[/\\]/).at(-1) ?? ref).replace(MODULE, ''), url: pathToFileURL(file).href };
  }
  const name = ref.replaceAll('_', '-');
  return { name, url: pluginUrl('strategy', new URL('../strategies/', import.meta.url), name, place).href };
}
