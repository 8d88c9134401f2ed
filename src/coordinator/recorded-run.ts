import type { Json, ParamValue } from '../base/json.js';
import { loadMetrics } from '../metrics/load.js';
import type { Fingerprint, RunReport, RunWarning } from '../report/run-report.js';
import { createSpace } from '../search/space.js';
import { ownResults } from '../strategies/_own-results.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { loadStrategy } from '../strategies/load.js';
import type { Assumption } from '../trial/account.js';
import { applies, settingWarnings } from '../trial/setting-warnings.js';
import type { Replay, TrialRunner } from '../trial/runner.js';
import type { StoredSetup } from './journal/run-header.js';

/** What a report says besides what the run itself gives. */
export interface RunSource {
  readonly name: string;
  readonly setup: StoredSetup;
  readonly fingerprint: Fingerprint;
  /** The data section as it stands in the file. */
  readonly data: Json;
  /** The part of the data that is traded, as it stands in the file; absent = all. */
  readonly window?: Json;
}

/**
 * Runs a trial again with everything on record, by the code that runs trials, and once more each with the adverse extreme of every bar met first and
 * with exits live from the moment of their entry's fill.
 * @param trial null for a run that belongs to no sweep
 */
export async function recordRun(runner: TrialRunner, source: RunSource, trial: number | null): Promise<RunReport> {
  const { name, setup, fingerprint, data, window } = source;
  const definition = await loadStrategy(setup.strategy.url);
  const worst = under({ path: 'worst' }, runner, trial ?? 0);
  const sameBarExits = under({ sameBarExits: true }, runner, trial ?? 0);
  const replay = runner.replay(trial ?? 0);
  const { params, settings, metrics, record, accounts } = replay;
  return {
    name,
    strategy: setup.strategy.name,
    trial,
    seed: setup.seed,
    config: {
      strategy: { name: setup.strategy.name, params: params as Json },
      data,
      ...(window !== undefined && { window }),
      ...(settings as { readonly [key: string]: Json }),
    },
    fingerprint,
    metricNames: setup.metrics,
    ...(await meaningsOf(setup, definition)),
    record,
    metrics,
    accounts,
    warnings: warningsOf(definition, setup, runner.values(trial ?? 0), replay),
    worst,
    sameBarExits,
  };
}

/** Warnings of the settings of one trial, then those of its results. */
function warningsOf(
  definition: StrategyDefinition,
  { params, settings, dimensions, seed, metrics, window }: StoredSetup,
  values: readonly ParamValue[],
  replay: Replay,
): readonly RunWarning[] {
  const { markets } = replay.record;
  const base = { params, settings };
  const space = createSpace(dimensions);
  const before = settingWarnings({
    definition,
    base,
    space,
    seed,
    markets,
    window,
    trials: [0],
    valuesOf: () => values,
  });
  const valueOf = (name: string): number => replay.metrics[metrics.indexOf(name)] ?? NaN;
  const after = (definition.cautions ?? []).filter(({ code, when }) => applies(code, () => when(valueOf)));
  return [...before, ...after].map(({ code, rule, hint }) => ({ code, rule, hint }));
}

/** Metrics under another assumption about the prices inside a bar; null when the strategy cannot live through it. */
function under(assumption: Assumption, runner: TrialRunner, trial: number): Replay['metrics'] | null {
  try {
    return runner.replay(trial, assumption).metrics;
  } catch {
    return null;
  }
}

/** Meaning and unit of each result, by name. */
async function meaningsOf(
  { metrics }: StoredSetup,
  definition: StrategyDefinition,
): Promise<Pick<RunReport, 'descriptions' | 'units'>> {
  const own = ownResults(definition);
  const standard = await loadMetrics(metrics.filter((name) => !Object.hasOwn(own, name)));
  const shares = Object.keys(definition.shares ?? {}).map((name) => [name, 'fraction'] as const);
  return {
    descriptions: { ...Object.fromEntries(standard.map(({ name, summary }) => [name, summary])), ...own },
    units: Object.fromEntries([...standard.map(({ name, unit }) => [name, unit] as const), ...shares]),
  };
}
