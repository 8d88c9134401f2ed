import { resolve } from 'node:path';
import type { Json } from '../base/json.js';
import { compiledUrl } from '../base/own-package.js';
import { attachMarket } from '../data/shared/shared.js';
import type { RunWindow } from '../engine/rules.js';
import { loadSweepFile, type SweepFile } from '../config/sweep-file.js';
import { plannedTrials, type Candidates } from '../search/candidates.js';
import { createDesign, type Design } from '../search/design.js';
import { createSpace, type Space } from '../search/space.js';
import { strategyDigest } from '../strategies/load.js';
import { createExclusion, settingWarnings, type JudgedRun, type RaisedWarning } from '../trial/setting-warnings.js';
import { resultNames } from '../trial/runner.js';
import { dataWarnings } from './data-warnings.js';
import { engineVersion } from './engine-version.js';
import { sweepDigest, type RunHeader, type StoredSetup } from './journal/run-header.js';
import { decisiveSymbols, digestsOf, loadRunMarkets, windowOf, type RunMarkets } from './run-markets.js';

export interface SweepChoices {
  /** `path=value` settings, later ones win. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly maxTrials?: number | undefined;
}

/** A sweep of which everything is known but the results. */
export interface PreparedSweep {
  readonly file: SweepFile;
  readonly space: Space;
  readonly design: Design;
  readonly candidates: Candidates;
  readonly data: RunMarkets;
  readonly header: RunHeader;
  /** Degenerate settings among the trials. */
  readonly warnings: readonly RaisedWarning[];
}

/**
 * Reads and checks all that a sweep consists of: its file, bars, strategy and trials. Writes nothing.
 * @throws ConfigError, DataError
 */
export async function prepareSweep(path: string, choices: SweepChoices): Promise<PreparedSweep> {
  const file = await loadSweepFile(path, { overrides: choices.set, seed: choices.seed });
  const space = createSpace(file.dimensions);
  const design = await createDesign(file.sampler, { space, seed: file.seed });
  const maxTrials = choices.maxTrials ?? file.limits.maxTrials;
  const data = await loadRunMarkets(file);
  const judged = judgedIn(file, space, data);
  const candidates = plannedTrials(design, rejectionOf(file, judged), { maxTrials });
  const header = headerOf(file, data, candidates.trials.length);
  const degenerate = settingWarnings({
    ...judged,
    trials: candidates.trials,
    valuesOf: (trial) => design.at(trial),
  });
  const warnings = [...notesOf(file, data, candidates.trials.length), ...degenerate];
  return { file, space, design, candidates, data, header, warnings };
}

/** What was left out while the file was read, and what its bars lack, as warnings that concern all trials. */
export const notesOf = ({ notes, settings }: SweepFile, data: RunMarkets, trials: number): readonly RaisedWarning[] =>
  [...notes, ...dataWarnings(data, settings)].map((note) => ({
    ...note,
    trials,
    judged: trials,
    example: { trial: null, values: {} },
  }));

/** Why values are no trial of a sweep, null for those that are: by the rules of the file, then by what the bars rule out. */
export function rejectionOf({ reject }: SweepFile, judged: JudgedRun): SweepFile['reject'] {
  const exclusion = createExclusion(judged);
  return exclusion === undefined ? reject : (values) => reject(values) ?? exclusion(values);
}

/** What the warnings of a sweep are judged by, besides its trials. */
export function judgedIn(
  { definition, params, settings, seed }: SweepFile,
  space: Space,
  { markets, window }: RunMarkets,
): JudgedRun {
  return { definition, base: { params, settings }, space, seed, markets: markets.map(attachMarket), window };
}

/** What the trials of a sweep have in common, without bars and columns. The target is the first metric, in the rows as in the results. */
export function storedSetup(file: SweepFile, window: RunWindow): StoredSetup {
  const { definition, strategy, target, params, settings, dimensions, sampler, seed } = file;
  return {
    strategy: { name: strategy.name, url: compiledUrl(strategy.url) },
    params,
    settings,
    dimensions,
    sampler,
    seed,
    window,
    metrics: [target.metric, ...resultNames(definition).filter((name) => name !== target.metric)],
  };
}

function headerOf(file: SweepFile, data: RunMarkets, trials: number): RunHeader {
  const { name, target, filters } = file;
  const setup = storedSetup(file, data.window);
  const sweep = sweepContent(file, data);
  const fingerprint = {
    engine: engineVersion(),
    strategy: strategyDigest(setup.strategy.url),
    data: data.digest,
    sweep: sweepDigest(sweep),
  };
  return {
    format: 1,
    metrics: setup.metrics,
    name,
    fingerprint,
    sweep,
    trials,
    setup,
    data: { spec: data.spec, baseDir: resolve(file.baseDir), digests: digestsOf(data.markets), ...windowOf(file) },
    target,
    filters,
    startedAt: new Date().toISOString(),
  };
}

/** All of a sweep file that decides its results. */
function sweepContent(file: SweepFile, { markets }: RunMarkets): Json {
  const { strategy, params, settings, dimensions, constraints, sampler, seed, target, filters } = file;
  const space = dimensions as unknown as Json;
  return {
    strategy: { name: strategy.name, params },
    ...(settings as object),
    ...decisiveSymbols(markets, settings),
    ...windowOf(file),
    space,
    constraints,
    sampler,
    seed,
    target,
    filters,
  } as unknown as Json;
}
