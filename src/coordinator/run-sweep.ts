import { join } from 'node:path';
import { digestMarket, type SharedMarket } from '../data/shared/shared.js';
import { HgoptError, TrialError } from '../base/errors.js';
import type { TrialSetup } from '../trial/setup.js';
import type { SweepEvent } from './progress/events.js';
import { finishSweep, type FinishedSweep } from './finish-sweep.js';
import { runTrials } from './pool/pool.js';
import { prepareSweep, type PreparedSweep, type SweepChoices } from './prepare-sweep.js';
import { resumeLine, withSaved } from './progress/resume-line.js';
import { rescueResults } from './journal/rescue.js';
import { openRunJournal, type RunJournal } from './journal/run-journal.js';
import { columnMemory, columnsToShare } from './share-columns.js';
import { SweepProgress } from './progress/sweep-progress.js';
import { workerCount } from './pool/worker-count.js';

export interface SweepOptions extends SweepChoices {
  /** Output directory; default `results/<name>`. */
  readonly out?: string | undefined;
  readonly workers?: number | undefined;
  /** Memory for indicator columns, bytes. */
  readonly memoryBytes?: number | undefined;
  readonly resume?: boolean | undefined;
  /** Aborted for a clean stop. */
  readonly signal?: AbortSignal | undefined;
}

export type SweepOutcome =
  | (FinishedSweep & { readonly status: 'complete'; readonly out: string })
  | {
      readonly status: 'interrupted';
      readonly out: string;
      readonly done: number;
      readonly trials: number;
      readonly resume: string;
    };

/**
 * Runs a sweep: reads top to bottom as the way of the data. Results depend on the file, the bars and the code, never on the number of workers or
 * the order in which trials end. What is finished is in the journal; a stop, a crash or a full disk loses none of it.
 * @throws ConfigError, DataError before anything is written; StorageError, TrialError with the line that resumes the run
 */
export async function runSweep(
  path: string,
  options: SweepOptions,
  onEvent: (event: SweepEvent) => void,
): Promise<SweepOutcome> {
  const startedAt = Date.now();
  const sweep = await prepareSweep(path, options);
  const out = options.out ?? join('results', sweep.header.name);
  const notice = (code: string, message: string): void => onEvent({ event: 'notice', code, message });
  const wanted = sweep.design.samples;
  if (wanted !== null && sweep.candidates.end === 'all' && sweep.candidates.trials.length < wanted) {
    notice(
      'HG-RUN-003',
      `the space holds ${sweep.candidates.trials.length} feasible combinations, fewer than the ${wanted} asked for: all of them are run`,
    );
  }
  for (const warning of sweep.warnings) onEvent({ event: 'warning', ...warning });
  const run = openRunJournal(out, sweep.header, options.resume === true, notice);
  const resume = resumeLine(path, out, options);
  try {
    const missing = sweep.candidates.trials.filter((trial) => !run.results.has(trial));
    const { workers, notice: capped } = workerCount(options.workers ?? sweep.file.parallel.workers, missing.length);
    if (capped !== null) notice('HG-RUN-001', capped);
    const setup = shareSetup(sweep, workers, options.memoryBytes);
    const progress = new SweepProgress({ sweep, results: run.results, out, workers, onEvent });
    await runMissing(sweep, run, setup, { missing, workers, progress, signal: options.signal });
    run.journal.sync();
    if (progress.done < sweep.candidates.trials.length) {
      progress.end('interrupted', 0);
      return { status: 'interrupted', out, done: progress.done, trials: sweep.candidates.trials.length, resume };
    }
    setup.markets.forEach(requireUntouched);
    const finished = await finishSweep(sweep, setup, run.results, {
      out,
      startedAt,
      wallSeconds: progress.seconds,
      workers,
    });
    for (const { code, rule, hint } of finished.cautions) notice(code, `winner: ${rule}; ${hint}`);
    run.dropEarlier();
    progress.end('complete', finished.filtered);
    return { ...finished, status: 'complete', out };
  } catch (error) {
    if (!(error instanceof HgoptError)) throw error;
    throw (
      rescueResults(out, sweep.header, run.results) ??
      withSaved(error, `${run.results.count} of ${sweep.candidates.trials.length} trials; resume with: ${resume}`)
    );
  } finally {
    run.close();
  }
}

/** Everything that the trials have in common, in memory that all threads share. */
function shareSetup(sweep: PreparedSweep, workers: number, budget: number | undefined): TrialSetup {
  const { file, space, design, candidates, data } = sweep;
  const { markets } = data;
  const { definition, params, settings } = file;
  const plan = columnsToShare({ definition, params, settings, space, design, trials: candidates.trials, markets });
  const { columns, cache } = columnMemory(plan, budget, workers);
  return { ...sweep.header.setup, markets, columns, columnCacheBytes: cache };
}

interface MissingTrials {
  readonly missing: readonly number[];
  readonly workers: number;
  readonly progress: SweepProgress;
  readonly signal: AbortSignal | undefined;
}

/** Runs trials that the journal does not hold. A trial counts once its record is written. */
async function runMissing(
  sweep: PreparedSweep,
  { journal, results }: RunJournal,
  setup: TrialSetup,
  todo: MissingTrials,
): Promise<void> {
  const { limits, parallel } = sweep.file;
  const pool = {
    setup: { trial: setup },
    metricCount: setup.metrics.length,
    workers: todo.workers,
    trialsPerJob: parallel.trialsPerJob === 'auto' ? null : parallel.trialsPerJob,
    trialSeconds: limits.trialSeconds,
    heapMb: limits.heapMb,
  };
  await runTrials(
    todo.missing,
    pool,
    (rows, failures) => {
      journal.append(rows, failures);
      results.add(rows, failures);
      todo.progress.add(rows);
    },
    todo.signal ?? new AbortController().signal,
  );
}

/** Trials share the bars; one that has written into them has spoilt every later one. */
function requireUntouched(market: SharedMarket): void {
  if (digestMarket(market) === market.digest) return;
  throw new TrialError({
    code: 'HG-TRIAL-011',
    place: market.symbol,
    rule: 'the bars were changed while trials ran: the strategy writes into the market or into a column that is one',
    hint: 'let the strategy only read its inputs, and run the sweep again with another --out',
  });
}
