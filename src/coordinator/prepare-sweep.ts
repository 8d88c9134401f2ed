import { resolve } from 'node:path';
import type { Json } from '../base/json.js';
import { compiledUrl } from '../base/own-package.js';
import { sessionOf } from '../config/run-settings.js';
import { loadSweepFile, type SweepFile } from '../config/sweep-file.js';
import { loadMarket, type DataReport } from '../data/load.js';
import type { SharedMarket } from '../data/shared.js';
import { plannedTrials, type Candidates } from '../search/candidates.js';
import { createDesign, type Design } from '../search/design.js';
import { createSpace, type Space } from '../search/space.js';
import { strategyDigest } from '../strategies/load.js';
import { resultNames } from '../trial/runner.js';
import { engineVersion } from './engine-version.js';
import { sweepDigest, type RunHeader, type StoredSetup } from './run-header.js';

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
  readonly market: SharedMarket;
  readonly dataReport: DataReport;
  readonly header: RunHeader;
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
  const candidates = plannedTrials(design, file.reject, { maxTrials });
  const { market, report: dataReport } = await loadMarket(file.data, {
    baseDir: file.baseDir,
    session: sessionOf(file.settings),
  });
  return {
    file,
    space,
    design,
    candidates,
    market,
    dataReport,
    header: headerOf(file, market, candidates.trials.length),
  };
}

/** What the trials of a sweep have in common, without bars and columns. The target is the first metric, in the rows as in the results. */
export function storedSetup(file: SweepFile, market: SharedMarket): StoredSetup {
  const { definition, strategy, target, params, settings, dimensions, sampler, seed } = file;
  return {
    strategy: { name: strategy.name, url: compiledUrl(strategy.url) },
    params,
    settings,
    dimensions,
    sampler,
    seed,
    window: { from: 0, to: market.length },
    metrics: [target.metric, ...resultNames(definition).filter((name) => name !== target.metric)],
  };
}

function headerOf(file: SweepFile, market: SharedMarket, trials: number): RunHeader {
  const { name, target, filters } = file;
  const setup = storedSetup(file, market);
  const sweep = sweepContent(file);
  const fingerprint = {
    engine: engineVersion(),
    strategy: strategyDigest(setup.strategy.url),
    data: market.digest,
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
    data: { spec: file.data as Json, baseDir: resolve(file.baseDir) },
    target,
    filters,
    startedAt: new Date().toISOString(),
  };
}

/** All of a sweep file that decides its results. */
function sweepContent(file: SweepFile): Json {
  const { strategy, params, settings, dimensions, constraints, sampler, seed, target, filters } = file;
  const space = dimensions as unknown as Json;
  return {
    strategy: { name: strategy.name, params },
    ...(settings as object),
    space,
    constraints,
    sampler,
    seed,
    target,
    filters,
  } as unknown as Json;
}
