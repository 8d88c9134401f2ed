import { ConfigError, DataError, TrialError, type Finding } from '../base/errors.js';
import { runData } from '../data/data-sections.js';
import type { SharedMarket } from '../data/shared/shared.js';
import { checkReplay } from '../report/check-replay.js';
import type { Fingerprint, RunReport } from '../report/run-report.js';
import { strategyDigest } from '../strategies/load.js';
import { createTrialRunner } from '../trial/runner.js';
import { engineVersion } from './engine-version.js';
import { readJournal } from './journal/journal.js';
import { recordRun } from './recorded-run.js';
import type { RunHeader } from './journal/run-header.js';
import { loadRunMarkets, windowOf } from './run-markets.js';
import { journalPath } from './journal/run-journal.js';
import type { TrialResult } from './trial-results.js';
import { whatChanged } from './journal/what-changed.js';

/** Columns of one trial only: there is nothing to share. */
const CACHE_BYTES = 2 ** 30;

/**
 * Runs a trial of a sweep again from what its output directory holds, with everything on record. Its metrics are those of the row, bit for bit.
 * @param dir output directory of a sweep, finished or not
 * @throws ConfigError when there is no such trial or the code has changed, DataError when the bars have, TrialError when the trial failed or does
 *   not repeat its row
 */
export async function replayTrial(dir: string, trial: number): Promise<RunReport> {
  const path = journalPath(dir);
  const opened = readJournal<RunHeader>(path);
  if (!opened) {
    throw new ConfigError({
      code: 'HG-REPLAY-001',
      place: path,
      rule: 'there is no journal of a sweep in this directory',
      hint: 'name the output directory of a sweep, such as results/grid',
    });
  }
  const { header, results } = opened;
  const row = requireRow(path, trial, results.get(trial));
  const markets = await reloadMarkets(header);
  const runner = await createTrialRunner({ ...header.setup, markets, columns: null, columnCacheBytes: CACHE_BYTES });
  const { name, setup, fingerprint, data } = header;
  const report = await recordRun(runner, { name, setup, fingerprint, data: data.spec, ...windowOf(data) }, trial);
  try {
    checkReplay(trial, header.metrics, row.metrics, report.metrics);
  } catch (error) {
    throw changedCode(path, header) ?? error;
  }
  return report;
}

function requireRow(path: string, trial: number, row: TrialResult | undefined): TrialResult {
  if (!row) {
    throw new ConfigError({
      code: 'HG-REPLAY-002',
      place: path,
      value: `trial ${trial}`,
      rule: 'the sweep has no finished trial of that number',
      hint: 'take a number from the column trial of optimization_results.csv',
    });
  }
  if (!row.failure) return row;
  throw new TrialError({
    code: 'HG-REPLAY-003',
    place: `trial ${trial}`,
    value: `${row.failure.code}: ${row.failure.message}`,
    rule: 'the trial failed, so there is no run to show',
    hint: 'choose a trial with status ok',
  });
}

async function reloadMarkets({ data, fingerprint, setup }: RunHeader): Promise<readonly SharedMarket[]> {
  const { spec, baseDir, digests } = data;
  const { markets, digest } = await loadRunMarkets({ data: runData.parse(spec), baseDir, settings: setup.settings });
  if (digest === fingerprint.data) return markets;
  const changed = markets.filter((market) => digests[market.symbol] !== market.digest);
  throw new DataError(
    (changed.length > 0 ? changed : markets).map((market): Finding => ({
      code: 'HG-REPLAY-004',
      place: `data of ${market.symbol}`,
      value: `${(digests[market.symbol] ?? fingerprint.data).slice(0, 16)} -> ${market.digest.slice(0, 16)}`,
      rule: 'the bars are not those that the sweep ran on',
      hint: 'put the data back, or run the sweep again',
    })),
  );
}

/** What of the code has changed since the sweep; null when nothing has. */
function changedCode(path: string, { fingerprint, setup }: RunHeader): ConfigError | null {
  const now: Pick<Fingerprint, 'engine' | 'strategy'> = {
    engine: engineVersion(),
    strategy: strategyDigest(setup.strategy.url),
  };
  const changes = whatChanged({ engine: fingerprint.engine, strategy: fingerprint.strategy }, { ...now });
  if (changes.length === 0) return null;
  return new ConfigError(
    changes.map((change): Finding => ({
      code: 'HG-REPLAY-005',
      place: `${path}: ${change.path}`,
      value: `${change.before} -> ${change.now}`,
      rule: `the ${change.path} has changed since the sweep, and the trial gives other results now`,
      hint: 'run the sweep again with another --out',
    })),
  );
}
