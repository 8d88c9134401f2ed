import type { Json } from '../base/json.js';
import { loadMetrics } from '../metrics/load.js';
import type { Fingerprint, RunReport } from '../report/run-report.js';
import { loadStrategy } from '../strategies/load.js';
import type { Replay, TrialRunner } from '../trial/runner.js';
import type { StoredSetup } from './run-header.js';

/** What a report says besides what the run itself gives. */
export interface RunSource {
  readonly name: string;
  readonly setup: StoredSetup;
  readonly fingerprint: Fingerprint;
  /** The data section as it stands in the file. */
  readonly data: Json;
}

/**
 * Runs a trial again with everything on record, by the code that runs trials, and once more with the adverse extreme of every bar met first.
 * @param trial null for a run that belongs to no sweep
 */
export async function recordRun(runner: TrialRunner, source: RunSource, trial: number | null): Promise<RunReport> {
  const { name, setup, fingerprint, data } = source;
  const worst = worstPath(runner, trial ?? 0);
  const { params, settings, metrics, record, accounts } = runner.replay(trial ?? 0);
  return {
    name,
    strategy: setup.strategy.name,
    trial,
    seed: setup.seed,
    config: {
      strategy: { name: setup.strategy.name, params: params as Json },
      data,
      ...(settings as { readonly [key: string]: Json }),
    },
    fingerprint,
    metricNames: setup.metrics,
    descriptions: await descriptionsOf(setup),
    record,
    metrics,
    accounts,
    worst,
  };
}

/** Metrics under the `worst` intrabar path; null when the strategy cannot live through it. */
function worstPath(runner: TrialRunner, trial: number): Replay['metrics'] | null {
  try {
    return runner.replay(trial, { path: 'worst' }).metrics;
  } catch {
    return null;
  }
}

async function descriptionsOf({ strategy, metrics }: StoredSetup): Promise<Record<string, string>> {
  const { counters = {} } = await loadStrategy(strategy.url);
  const standard = await loadMetrics(metrics.filter((name) => !Object.hasOwn(counters, name)));
  return { ...Object.fromEntries(standard.map(({ name, summary }) => [name, summary])), ...counters };
}
