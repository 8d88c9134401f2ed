import type { TrialSetup } from '../trial/setup.js';
import { runTrials } from './pool/pool.js';
import { ROW_ELAPSED, rowWidth } from './trial-row.js';

export interface TrialTime {
  /** Trials that were timed. */
  readonly sampled: number;
  /** Median time of a trial on one thread, seconds; columns that others share are paid for by then. */
  readonly trialSeconds: number;
}

/** Time that the sample may take, ms. */
const SAMPLE_MS = 1500;
const MOST_SAMPLED = 200;

/** Runs some trials, spread over the given ones, on one thread and says how long they take; null when none was finished in time. */
export async function sampleTrialTime(
  setup: TrialSetup,
  trials: readonly number[],
  limits: { readonly trialSeconds: number; readonly heapMb: number },
): Promise<TrialTime | null> {
  if (trials.length === 0) return null;
  const size = Math.min(MOST_SAMPLED, trials.length);
  const sample = Array.from({ length: size }, (_, k) => trials[Math.floor((k * trials.length) / size)]!);
  const metricCount = setup.metrics.length;
  const width = rowWidth(metricCount);
  const times: number[] = [];
  await runTrials(
    sample,
    { setup: { trial: setup }, metricCount, workers: 1, trialsPerJob: 1, ...limits },
    (rows) => {
      for (let at = 0; at < rows.length; at += width) times.push(rows[at + ROW_ELAPSED]!);
    },
    AbortSignal.timeout(SAMPLE_MS),
  );
  // The first half warms up the compiler and the columns.
  const warm = times.slice(times.length >> 1).sort((a, b) => a - b);
  return warm.length === 0 ? null : { sampled: times.length, trialSeconds: warm[warm.length >> 1]! / 1000 };
}
