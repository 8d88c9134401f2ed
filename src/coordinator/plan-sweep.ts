import { luckySharpe } from '../analysis/luck.js';
import { toRunRules } from '../config/settings/run-settings.js';
import { loadSweepFile, type SweepFile } from '../config/sweep-file.js';
import type { SharedMarket } from '../data/shared/shared.js';
import { createDesign } from '../search/design.js';
import { createSpace } from '../search/space.js';
import { countCandidates, type CandidateCount } from './count-candidates.js';
import { judgedIn, notesOf, rejectionOf, storedSetup, type SweepChoices } from './prepare-sweep.js';
import { columnMemory, columnsToShare } from './share-columns.js';
import { loadRunMarkets, type RunMarkets } from './run-markets.js';
import { settingWarnings, type RaisedWarning } from '../trial/setting-warnings.js';
import { sampleTrialTime, type TrialTime } from './trial-time.js';
import { rowWidth } from './trial-row.js';
import { workerCount } from './pool/worker-count.js';

/** Memory of the program without threads, and of one thread with its compiled code, bytes; measured, rounded up. */
const BASE_BYTES = 90 * 2 ** 20;
const THREAD_BYTES = 40 * 2 ** 20;

/** What a sweep will do. */
export interface SweepPlan {
  readonly name: string;
  readonly strategy: string;
  readonly metric: string;
  /** Several are joined by commas. */
  readonly symbol: string;
  /** Moments at which at least one symbol has a bar. */
  readonly bars: number;
  readonly candidates: CandidateCount;
  /** Trials that the sweep will run; null when there are too many combinations to run as a whole. */
  readonly trials: number | null;
  readonly workers: number;
  readonly columns: {
    /** Distinct columns that trials share. */
    readonly count: number;
    /** Bytes that all of them would take. */
    readonly bytes: number;
    /** Bytes set apart for them; what does not fit is computed by each thread. */
    readonly sharedBytes: number;
    /** False when there are too many to list. */
    readonly isComplete: boolean;
  };
  /** Estimate of the process at its largest. */
  readonly memory: {
    readonly barsBytes: number;
    readonly resultsBytes: number;
    readonly threadsBytes: number;
    readonly totalBytes: number;
  };
  /** From a sample of trials that was run; null when none could be. */
  readonly time: (TrialTime & { readonly seconds: number | null }) | null;
  /** Degenerate settings among the trials. */
  readonly warnings: readonly RaisedWarning[];
  /** What luck alone would reach: Sharpe ratio of the best of so many trials without skill on so many years. */
  readonly luck: { readonly years: number; readonly sharpe: number | null };
}

/**
 * Tells what a sweep will do, without doing it: it runs a second's worth of trials to see how long they take, and writes nothing.
 * @throws ConfigError, DataError as the sweep itself would
 */
export async function planSweep(
  path: string,
  choices: SweepChoices & { readonly memoryBytes?: number | undefined },
): Promise<SweepPlan> {
  const file = await loadSweepFile(path, { overrides: choices.set, seed: choices.seed });
  const space = createSpace(file.dimensions);
  const design = await createDesign(file.sampler, { space, seed: file.seed });
  const maxTrials = choices.maxTrials ?? file.limits.maxTrials;
  const data = await loadRunMarkets(file);
  const judged = judgedIn(file, space, data);
  const reject = rejectionOf(file, judged);
  const { count, sample, spread, trials } = await countCandidates({
    reject,
    seed: file.seed,
    space,
    design,
    maxTrials,
  });
  const { markets, window } = data;
  const { workers } = workerCount(file.parallel.workers, trials ?? Infinity);
  const { definition, params, settings } = file;
  const columns = columnsToShare({ definition, params, settings, space, design, trials: sample, markets });
  const { columns: handle, shared, cache } = columnMemory(columns, choices.memoryBytes, workers);
  const setup = storedSetup(file, window);
  const time = await sampleTrialTime(
    { ...setup, markets, columns: handle, columnCacheBytes: cache },
    sample,
    file.limits,
  );
  const years = yearsOf(file, data);
  const sharpe = luckySharpe(trials ?? Number(design.size), years);
  return {
    name: file.name,
    strategy: file.strategy.name,
    metric: file.target.metric,
    symbol: markets.map(({ symbol }) => symbol).join(', '),
    bars: window.to - window.from,
    candidates: count,
    trials,
    workers,
    columns: {
      count: columns.keys.length,
      bytes: columns.bytes,
      sharedBytes: shared,
      isComplete: columns.isComplete,
    },
    memory: memoryOf(markets, shared, trials ?? 0, setup.metrics.length, workers),
    time: time && { ...time, seconds: trials === null ? null : (trials * time.trialSeconds) / workers },
    warnings: [
      ...notesOf(file, data, spread.trials.length),
      ...settingWarnings({
        ...judged,
        trials: spread.trials,
        valuesOf: (trial) => spread.design.at(trial),
        areNumbered: spread.design === design,
      }),
    ],
    luck: { years, sharpe: Number.isFinite(sharpe) ? sharpe : null },
  };
}

function memoryOf(
  markets: readonly SharedMarket[],
  shared: number,
  trials: number,
  metrics: number,
  workers: number,
): SweepPlan['memory'] {
  const barsBytes = markets.reduce((sum, { bars, derived }) => sum + bars.byteLength + derived.byteLength, 0);
  // Rows in the table of results, and the text of the results file before it is written.
  const resultsBytes = trials * rowWidth(metrics) * 8 * 3;
  const threadsBytes = workers * THREAD_BYTES;
  return {
    barsBytes,
    resultsBytes,
    threadsBytes,
    totalBytes: BASE_BYTES + barsBytes + shared + resultsBytes + threadsBytes,
  };
}

/** Years of returns that the ratios are made of: those of the instrument with the most. */
function yearsOf(file: SweepFile, { markets, frames, window }: RunMarkets): number {
  const { returns, periodsPerYear } = toRunRules(file.settings, markets[0]!);
  const { every } = returns;
  const samples = ({ days, length, intervalMs }: SharedMarket): number =>
    every === 'day' ? days : every === null ? length : (length * intervalMs) / every;
  const share = (window.to - window.from) / frames;
  return (share * Math.max(...markets.map(samples))) / periodsPerYear;
}
