import { luckySharpe } from '../analysis/luck.js';
import { sessionOf, toRunRules } from '../config/run-settings.js';
import { loadSweepFile, type SweepFile } from '../config/sweep-file.js';
import { loadMarket } from '../data/load.js';
import type { SharedMarket } from '../data/shared.js';
import { createDesign } from '../search/design.js';
import { createSpace } from '../search/space.js';
import { createSharedColumns } from '../trial/shared-columns.js';
import { countCandidates, type CandidateCount } from './count-candidates.js';
import { storedSetup, type SweepChoices } from './prepare-sweep.js';
import { columnMemory, columnsToShare } from './share-columns.js';
import { sampleTrialTime, type TrialTime } from './trial-time.js';
import { rowWidth } from './trial-row.js';
import { workerCount } from './worker-count.js';

/** Memory of the program without threads, and of one thread with its compiled code, bytes; measured, rounded up. */
const BASE_BYTES = 90 * 2 ** 20;
const THREAD_BYTES = 40 * 2 ** 20;

/** What a sweep will do. */
export interface SweepPlan {
  readonly name: string;
  readonly strategy: string;
  readonly metric: string;
  readonly symbol: string;
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
  const { count, sample, trials } = await countCandidates({ file, space, design, maxTrials });
  const { market } = await loadMarket(file.data, { baseDir: file.baseDir, session: sessionOf(file.settings) });
  const { workers } = workerCount(file.parallel.workers, trials ?? Infinity);
  const { definition, params } = file;
  const columns = columnsToShare({ definition, params, space, design, trials: sample, bars: market.length });
  const { shared, cache } = columnMemory(columns, choices.memoryBytes, workers);
  const setup = storedSetup(file, market);
  const handle = createSharedColumns(
    columns.requests.map(({ key }) => key),
    shared,
  );
  const time = await sampleTrialTime(
    { ...setup, market, columns: handle, columnCacheBytes: cache },
    sample,
    file.limits,
  );
  const years = yearsOf(file, market);
  const sharpe = luckySharpe(trials ?? Number(design.size), years);
  return {
    name: file.name,
    strategy: file.strategy.name,
    metric: file.target.metric,
    symbol: market.symbol,
    bars: market.length,
    candidates: count,
    trials,
    workers,
    columns: {
      count: columns.requests.length,
      bytes: columns.bytes,
      sharedBytes: shared,
      isComplete: columns.isComplete,
    },
    memory: memoryOf(market, shared, trials ?? 0, setup.metrics.length, workers),
    time: time && { ...time, seconds: trials === null ? null : (trials * time.trialSeconds) / workers },
    luck: { years, sharpe: Number.isFinite(sharpe) ? sharpe : null },
  };
}

function memoryOf(
  market: SharedMarket,
  shared: number,
  trials: number,
  metrics: number,
  workers: number,
): SweepPlan['memory'] {
  const barsBytes = market.bars.byteLength + market.derived.byteLength;
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

/** Years of returns that the ratios are made of. */
function yearsOf(file: SweepFile, market: SharedMarket): number {
  const { returns, periodsPerYear } = toRunRules(file.settings, market);
  return (returns === 'day' ? market.days : market.length) / periodsPerYear;
}
