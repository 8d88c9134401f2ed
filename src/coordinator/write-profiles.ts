import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';
import { replaceFiles } from '../base/replace-files.js';
import { symbolFileName } from '../data/catalog/file-name.js';
import { profileJson, type EarlierProfile, type ProfileSource } from '../report/profile.js';

const metrics = z.record(z.string(), z.number().nullable());

const bestParams = z.looseObject({
  strategy: z.string(),
  trial: z.number(),
  metric: z.string(),
  value: z.number().nullable(),
  params: z.record(z.string(), z.unknown()),
  settings: z.unknown().optional(),
  metrics,
  fingerprint: z.looseObject({ sweep: z.string() }),
});

const summary = z.looseObject({
  name: z.string(),
  symbol: z.string().optional(),
  symbols: z.array(z.string()).optional(),
});

const profile = z.looseObject({
  strategy: z.string(),
  enabled: z.boolean().default(true),
  meta: z.looseObject({ version: z.int().min(0), created_at: z.string() }).optional(),
});

/** One profile that was written. */
export interface WrittenProfile {
  readonly file: string;
  readonly version: number;
}

/**
 * Writes the winner of a sweep as the profile of each of its symbols, or of those named: `<folder>/<SYMBOL>.json`, which `strategy.profiles`
 * of a run reads. All are written or none.
 *
 * @param dir output directory of the sweep
 * @param now ISO 8601
 * @throws ConfigError HG-PROFILE-002 without a winner in `dir`, -003 for a symbol that the sweep did not trade, -004 for a file in the way
 *   that is no profile
 */
export function writeProfiles(
  dir: string,
  folder: string,
  symbols: readonly string[],
  now: string,
): readonly WrittenProfile[] {
  const { source, traded } = winnerOf(dir);
  const unknown = symbols.filter((symbol) => !traded.includes(symbol));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((symbol) => ({
        code: 'HG-PROFILE-003',
        place: dir,
        value: symbol,
        rule: 'a profile is of a symbol that the sweep traded',
        hint: didYouMean(symbol, traded),
      })),
    );
  }
  const wanted = symbols.length > 0 ? symbols : traded;
  const written = wanted.map((symbol) => {
    const name = `${symbolFileName(symbol)}.json`;
    const earlier = earlierProfile(join(folder, name), source.strategy);
    return { name, version: (earlier?.version ?? 0) + 1, text: profileJson(symbol, source, earlier, now) };
  });
  replaceFiles(folder, new Map(written.map(({ name, text }) => [name, text])));
  return written.map(({ name, version }) => ({ file: join(folder, name), version }));
}

function winnerOf(dir: string): { readonly source: ProfileSource; readonly traded: readonly string[] } {
  const best = read(join(dir, 'best_params.json'), bestParams);
  const run = read(join(dir, 'best_backtest', 'summary.json'), summary);
  if (!best || !run) {
    throw new ConfigError({
      code: 'HG-PROFILE-002',
      place: dir,
      rule: 'there is no winner of a sweep in this directory (best_params.json, best_backtest/summary.json)',
      hint: 'name the output directory of a finished sweep, such as results/grid',
    });
  }
  const { strategy, trial, metric, value, params, settings, fingerprint } = best;
  const { name: sweep, symbol, symbols = symbol === undefined ? [] : [symbol] } = run;
  const source = { sweep, strategy, trial, metric, value, params, settings, runId: fingerprint.sweep };
  return { source: { ...source, metrics: best.metrics }, traded: symbols };
}

function earlierProfile(file: string, strategy: string): EarlierProfile | null {
  if (!existsSync(file)) return null;
  const found = read(file, profile);
  if (found?.strategy.replaceAll('_', '-') !== strategy) {
    throw new ConfigError({
      code: 'HG-PROFILE-004',
      place: file,
      rule: `the file in the way is no profile for ${strategy}`,
      hint: 'move it away, or name another folder with --to',
    });
  }
  const { enabled, meta } = found;
  return meta ? { version: meta.version, createdAt: meta.created_at, enabled } : null;
}

/** A JSON file of a shape; null when it is missing or another. */
function read<T>(file: string, shape: z.ZodType<T>): T | null {
  try {
    const parsed = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
