import { ConfigError, TrialError } from '../base/errors.js';
import type { Json } from '../base/json.js';
import { compiledUrl } from '../base/own-package.js';
import { loadBacktestFile, type BacktestFile } from '../config/backtest-file.js';
import type { RunWindow } from '../engine/rules.js';
import type { RunReport } from '../report/run-report.js';
import { strategyDigest } from '../strategies/load.js';
import { createTrialRunner, resultNames } from '../trial/runner.js';
import { engineVersion } from './engine-version.js';
import { dataWarnings } from './data-warnings.js';
import { recordRun } from './recorded-run.js';
import { sweepDigest, type StoredSetup } from './journal/run-header.js';
import { decisiveSymbols, loadRunMarkets, windowOf } from './run-markets.js';

/** Columns of one run: all of them are kept. */
const CACHE_BYTES = 2 ** 30;

export interface BacktestOptions {
  /** `path=value` settings, later ones win. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/**
 * Runs one configuration with everything on record: a sweep of a single trial, by the same code.
 * @throws ConfigError, DataError, and TrialError when the strategy fails
 */
export async function runBacktest(path: string, options: BacktestOptions = {}): Promise<RunReport> {
  const file = await loadBacktestFile(path, { overrides: options.set, seed: options.seed });
  const { markets, reports, window, digest, spec } = await loadRunMarkets(file);
  const setup = setupOf(file, window);
  const runner = await createTrialRunner({ ...setup, markets, columns: null, columnCacheBytes: CACHE_BYTES });
  const outcome = runner.run(0);
  if (outcome.status === 'failed') {
    const { code, message } = outcome;
    const hint = 'correct the strategy or its parameters';
    // What the strategy itself finds wrong with its parameters on these data is a setting to correct, not a failure.
    if (!code.startsWith('HG-TRIAL-'))
      throw new ConfigError({ code: code as `HG-${string}`, place: path, rule: message, hint });
    throw new TrialError({ code: 'HG-RUN-002', place: path, value: code, rule: `the run failed: ${message}`, hint });
  }
  const { params, settings, seed } = file;
  const fingerprint = {
    engine: engineVersion(),
    strategy: strategyDigest(setup.strategy.url),
    data: digest,
    sweep: sweepDigest({
      strategy: { name: setup.strategy.name, params },
      ...(settings as object),
      ...decisiveSymbols(markets, settings),
      ...windowOf(file),
      seed,
    } as Json),
  };
  const report = await recordRun(runner, { name: file.name, setup, fingerprint, data: spec, ...windowOf(file) }, null);
  const warnings = [...file.notes, ...dataWarnings({ reports, markets }, settings), ...(report.warnings ?? [])];
  return { ...report, description: file.description, warnings, output: file.output };
}

const setupOf = (file: BacktestFile, window: RunWindow): StoredSetup => ({
  strategy: { name: file.strategy.name, url: compiledUrl(file.strategy.url) },
  params: file.params,
  settings: file.settings,
  dimensions: [],
  sampler: { name: 'grid', params: {} },
  seed: file.seed,
  window,
  metrics: resultNames(file.definition),
});
