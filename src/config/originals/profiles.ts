import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import { symbolFileName } from '../../data/catalog/file-name.js';
import { isMap, valueAt, type ConfigDocument } from '../yaml/document.js';
import type { Environment } from '../yaml/interpolate.js';
import { sectionOf } from '../yaml/mount.js';
import { readConfig } from '../yaml/yaml-file.js';
import { withCanonicalNames } from './aliases.js';

const profileFile = z.looseObject({
  symbol: z.string().min(1),
  strategy: z.string().min(1),
  enabled: z.boolean().default(true),
  params: z.record(z.string(), z.unknown()).nullable().default({}),
});

/** Why a profile of a symbol is left out, as a warning of the run. */
export interface ProfileNote {
  readonly code: 'HG-PROFILE-001';
  readonly rule: string;
  readonly hint: string;
}

export interface Profiles {
  /** Parameters by symbol. */
  readonly params: ReadonlyMap<string, ConfigDocument>;
  readonly notes: readonly ProfileNote[];
}

/** Note that the profile of a symbol is not used. */
export const leftOut = (symbol: string, why: string, place: string, hint: string): ProfileNote => ({
  code: 'HG-PROFILE-001',
  rule: `the profile of ${symbol} is left out: ${why} (${place})`,
  hint,
});

/**
 * Profiles of a run's symbols: `<folder>/<SYMBOL>.json` (or as `hgopt profile` names it, where no file can be called so) with `symbol`, `strategy`, `enabled` and `params`. One that is switched off, belongs to
 * another strategy or is no profile is left out, and said so; a symbol without a file has none.
 *
 * @param strategy name, in which `-` and `_` are the same
 * @throws ConfigError HG-CONFIG-002 when there is no such folder
 */
export function readProfiles(
  document: ConfigDocument,
  strategy: { readonly name: string; readonly aliases: Readonly<Record<string, string>> },
  symbols: readonly string[],
  environment?: Environment,
): Profiles {
  const params = new Map<string, ConfigDocument>();
  const notes: ProfileNote[] = [];
  const folder = valueAt(document.value, ['strategy', 'profiles']);
  if (typeof folder !== 'string') return { params, notes };
  const dir = resolve(dirname(document.file), folder);
  if (!existsSync(dir)) {
    const place = document.place(['strategy', 'profiles']);
    const hint = 'the path is relative to the file that names it';
    throw new ConfigError({
      code: 'HG-CONFIG-002',
      place,
      value: folder,
      rule: 'profiles: there is no such folder',
      hint,
    });
  }
  for (const symbol of symbols) {
    const file = [symbol, symbolFileName(symbol)].map((name) => join(dir, `${name}.json`)).find(existsSync);
    if (file === undefined) continue;
    const leaveOut = (why: string, hint: string): void => void notes.push(leftOut(symbol, why, file, hint));
    try {
      const read = readConfig(file, environment);
      const parsed = profileFile.safeParse(read.value);
      if (!parsed.success) leaveOut('it is not a profile', 'a profile has symbol, strategy, enabled and params');
      else if (!parsed.data.enabled) leaveOut('it is not enabled', 'set enabled: true to use it');
      else if (parsed.data.symbol !== symbol)
        leaveOut(`it is of ${parsed.data.symbol}`, 'name the file after its symbol');
      else if (parsed.data.strategy.replaceAll('_', '-') !== strategy.name)
        leaveOut(
          `it is for the strategy ${parsed.data.strategy}`,
          'keep the profiles of each strategy in a folder of its own',
        );
      else if (isMap(valueAt(read.value, ['params']) ?? null))
        params.set(symbol, withCanonicalNames(sectionOf(read, ['params']), [], strategy.aliases));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      leaveOut(error.findings[0]?.rule ?? 'it cannot be read', 'correct the file');
    }
  }
  return { params, notes };
}
