import { z } from 'zod';
import { printable } from '../base/errors.js';
import type { Json, ParamValue } from '../base/json.js';
import { resolvePoint, type Point } from '../config/resolve-point.js';
import { barsPerYear, runSettings, toRunRules } from '../config/run-settings.js';
import type { Market } from '../data/market.js';
import { attachMarket } from '../data/shared.js';
import type { RunRecord } from '../engine/record.js';
import type { IntrabarPath, RunRules } from '../engine/rules.js';
import { Engine } from '../engine/run-engine.js';
import { timelineOf, type Timeline } from '../engine/timeline.js';
import { loadMetrics, metricNames } from '../metrics/load.js';
import type { Metric } from '../metrics/_metric.js';
import { createDesign, type Design } from '../search/design.js';
import { createSpace, type Space } from '../search/space.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { loadStrategy } from '../strategies/load.js';
import { ColumnStore } from './column-store.js';
import type { TrialOutcome, TrialSetup } from './setup.js';
import { SharedColumns } from './shared-columns.js';

/** A trial run again with everything on record. */
export interface Replay {
  /** Complete strategy parameters and run settings, defaults included. */
  readonly params: unknown;
  readonly settings: unknown;
  /** In the order of `TrialSetup.metrics`. */
  readonly metrics: Float64Array;
  /** Its tables are valid until the runner's next run. */
  readonly record: RunRecord;
}

/**
 * Runs trials of one sweep, in a worker thread, in the coordinator or in a test: there is no other way to run one, which is why a replay
 * gives the row. Results depend on the setup and the index alone.
 */
export class TrialRunner {
  readonly #setup: TrialSetup;
  readonly #strategy: StrategyDefinition;
  readonly #space: Space;
  readonly #design: Design;
  readonly #columns: ColumnStore;
  readonly #metrics: readonly Metric[];
  readonly #market: Market;
  readonly #timeline: Timeline;
  readonly #engine = new Engine();
  /** Of trials that change no run setting; most sweeps have no others. */
  readonly #baseConditions: Conditions;

  constructor(
    setup: TrialSetup,
    strategy: StrategyDefinition,
    space: Space,
    design: Design,
    metrics: readonly Metric[],
  ) {
    this.#setup = setup;
    this.#strategy = strategy;
    this.#space = space;
    this.#design = design;
    this.#market = attachMarket(setup.market);
    this.#timeline = timelineOf([this.#market]);
    const shared = setup.columns ? new SharedColumns(setup.columns) : null;
    this.#columns = new ColumnStore(this.#market, shared, setup.columnCacheBytes);
    this.#metrics = metrics;
    this.#baseConditions = conditionsOf(setup.settings, this.#market);
  }

  /** Values of the dimensions that trial `index` runs with. */
  values(index: number): readonly ParamValue[] {
    return this.#design.at(index);
  }

  /** Runs a trial. Whatever the strategy throws becomes a failed outcome: a failing trial is a result. */
  run(index: number): TrialOutcome {
    try {
      const point = this.#point(index);
      const record = this.#execute(this.#strategy.params.parse(point.params), point, {});
      return { status: 'ok', metrics: this.#measure(record) };
    } catch (error) {
      return { status: 'failed', ...describeFailure(error, this.#engine.takeBrokenBar()) };
    }
  }

  /**
   * Runs a trial with recording on, or under another intrabar path.
   *
   * @throws whatever the strategy throws
   */
  replay(index: number, { path }: { readonly path?: IntrabarPath } = {}): Replay {
    const point = this.#point(index);
    const params = this.#strategy.params.parse(point.params);
    const record = this.#execute(params, point, { recording: true, ...(path && { path }) });
    return { params, settings: runSettings.parse(point.settings), metrics: this.#measure(record), record };
  }

  #point(index: number): Point {
    return resolvePoint(this.#setup, this.#space, this.values(index));
  }

  #execute(
    params: unknown,
    point: Point,
    options: { readonly recording?: boolean; readonly path?: IntrabarPath },
  ): RunRecord {
    const market = this.#market;
    const isBase = point.settings === this.#setup.settings;
    const conditions = isBase ? this.#baseConditions : conditionsOf(point.settings, market);
    const base = conditions.rules;
    const given = options.path ? { ...base, execution: { ...base.execution, path: options.path } } : base;
    const rules = this.#strategy.rules?.(params, given) ?? given;
    const columns: Record<string, unknown> = {};
    for (const [name, request] of Object.entries(this.#strategy.columns)) {
      const wanted = request(params);
      columns[name] = wanted ? this.#columns.get(wanted) : null;
    }
    const recording = options.recording === true;
    const window = this.#strategy.window?.(params, market, this.#setup.window) ?? this.#setup.window;
    const actor = this.#strategy.create(params, columns as never, market, {
      instrument: rules.instrument,
      execution: rules.execution,
      from: window.from,
      to: window.to,
      barsPerYear: conditions.barsPerYear,
      recording,
    });
    return this.#engine.run({
      traders: [{ market, actor }],
      timeline: this.#timeline,
      rules,
      window,
      recording,
    });
  }

  #measure(record: RunRecord): Float64Array {
    const out = new Float64Array(this.#setup.metrics.length);
    let known = 0;
    this.#setup.metrics.forEach((name, k) => {
      const isCounter = this.#strategy.counters !== undefined && Object.hasOwn(this.#strategy.counters, name);
      const value = isCounter ? (record.strategyCounters[name] ?? NaN) : this.#metrics[known++]!.compute(record);
      out[k] = Number.isFinite(value) ? value : NaN;
    });
    return out;
  }
}

/** What a trial runs under, derived from its settings. */
interface Conditions {
  readonly rules: RunRules;
  readonly barsPerYear: number;
}

function conditionsOf(settings: Json, market: Market): Conditions {
  const { venue } = runSettings.parse(settings);
  return { rules: toRunRules(settings, market), barsPerYear: barsPerYear(venue, market.intervalMs) };
}

/**
 * Loads what a setup names and returns a runner for its trials.
 *
 * @throws ConfigError when the strategy, a metric or the sampler cannot be loaded
 */
export async function createTrialRunner(setup: TrialSetup): Promise<TrialRunner> {
  const strategy = await loadStrategy(setup.strategy.url);
  const own = strategy.counters ?? {};
  const space = createSpace(setup.dimensions);
  const [design, metrics] = await Promise.all([
    createDesign(setup.sampler, { space, seed: setup.seed }),
    loadMetrics(setup.metrics.filter((name) => !Object.hasOwn(own, name))),
  ]);
  return new TrialRunner(setup, strategy, space, design, metrics);
}

/** Names of all results of a strategy's trials: the metrics in their standard order, then the strategy's own counters. */
export const resultNames = (strategy: StrategyDefinition): readonly string[] => [
  ...metricNames(),
  ...Object.keys(strategy.counters ?? {}),
];

function describeFailure(error: unknown, bar: number): { readonly code: string; readonly message: string } {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return {
      code: 'HG-TRIAL-002',
      message: printable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid parameters'}`, 200),
    };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = bar < 0 ? 'while it was set up' : `at bar ${bar}`;
  return { code: 'HG-TRIAL-001', message: printable(`the strategy threw ${place}: ${text}`, 200) };
}
