import * as zod from 'zod';
import { fileDigest, moduleDigest } from '../base/digest.js';
import { ConfigError } from '../base/errors.js';
import { listPlugins } from '../base/plugin.js';
import type { StrategyDefinition } from './_strategy.js';

const FOLDER = new URL('./', import.meta.url);
const INDEX = new URL(import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js', import.meta.url);

/** Names of the built-in strategies. */
export const listStrategies = (): readonly string[] => listPlugins(FOLDER);

const isBuiltIn = (url: string): boolean => new URL('./', url).href === FOLDER.href;

/**
 * Identity of a strategy's code. Built-in: SHA-256 of the compiled file; what it imports is known by the engine's version. A user's: of
 * the file, together with the files that it imports from beside it.
 */
export const strategyDigest = (url: string): string =>
  isBuiltIn(url) ? fileDigest(new URL(url)) : moduleDigest(new URL(url));

function checkShape(value: unknown, place: string): StrategyDefinition {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const missing = ['params', 'columns', 'create'].filter((field) => fields[field] === undefined);
  if (missing.length === 0) return value as StrategyDefinition;
  throw new ConfigError({
    code: 'HG-CONFIG-022',
    place,
    value: typeof value,
    rule: `the default export is no strategy: ${missing.join(', ')} missing`,
    hint: 'end the file with: export default defineStrategy({ summary, params, columns, create })',
  });
}

/**
 * Imports a strategy by the URL of its file. Built-in ones are loaded as they are; a user's file may be TypeScript and may import
 * `hgopt` and `zod` without having them installed. Works in worker threads and leaves no files behind.
 *
 * @throws ConfigError HG-CONFIG-021, -022 naming file and line when the file cannot be loaded or exports no strategy
 */
export async function loadStrategy(url: string): Promise<StrategyDefinition> {
  if (isBuiltIn(url)) return ((await import(url)) as { default: StrategyDefinition }).default;
  const { importUserModule } = await import('../base/user-module.js');
  // By URL, because the public API stands above this layer; user code meets the same instances as the engine.
  const hgopt: unknown = await import(INDEX.href);
  return checkShape(
    await importUserModule('strategy', new URL(url), { hgopt, zod }),
    decodeURIComponent(new URL(url).pathname),
  );
}
