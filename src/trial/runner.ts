import { z } from 'zod';
import { printable, type ConfigError } from '../base/errors.js';
import type { ParamValue } from '../base/json.js';
import { formatTime } from '../base/time.js';
import { mergeJson } from '../config/yaml/mount.js';
import { resolvePoint, type Point } from '../config/yaml/resolve-point.js';
import { runSettings } from '../config/settings/run-settings.js';
import type { Market } from '../data/market.js';
import { attachMarket } from '../data/shared/shared.js';
import type { RunRecord } from '../engine/record/record.js';
import { timelineOf, type Timeline } from '../engine/timeline.js';
import { loadMetrics, metricNames } from '../metrics/load.js';
import type { Metric } from '../metrics/_metric.js';
import { createDesign, type Design } from '../search/design.js';
import { createSpace, type Space } from '../search/space.js';
import { ownResults } from '../strategies/_own-results.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { loadStrategy } from '../strategies/load.js';
import { Account, type Assumption, type Instrument, type RunOptions, type TrialParams } from './account.js';
import { aggregate } from './aggregate.js';
import { ColumnStore } from './column-store.js';
import { combineRecords } from './combined-record.js';
import { conditionsOf, type Conditions } from './conditions.js';
import type { TrialOutcome, TrialSetup } from './setup.js';
import { SharedColumns } from './shared-columns.js';

/** A trial run again with everything on record. */
export interface Replay {
  /** Complete strategy parameters and run settings, defaults included. */
  readonly params: unknown;
  readonly settings: unknown;
  /** In the order of `TrialSetup.metrics`. */
  readonly metrics: Float64Array;
  /** What all accounts hold together; its tables are valid until the runner's next run. */
  readonly record: RunRecord;
  /** Metrics of each account where every instrument has one of its own, else null. */
  readonly accounts: readonly Float64Array[] | null;
}

/**
 * Runs trials of one sweep, in a worker thread, in the coordinator or in a test: there is no other way to run one, which is why a replay
 * gives the row. Results depend on the setup and the index alone.
 */
export class TrialRunner {
  readonly #setup: TrialSetup;
  readonly #strategy: StrategyDefinition;
  readonly #own: Readonly<Record<string, string>>;
  readonly #space: Space;
  readonly #design: Design;
  readonly #metrics: readonly Metric[];
  readonly #directions: readonly (Metric['direction'] | undefined)[];
  readonly #markets: readonly Market[];
  readonly #timeline: Timeline;
  readonly #accounts: readonly Account[];
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
    this.#own = ownResults(strategy);
    this.#space = space;
    this.#design = design;
    this.#metrics = metrics;
    this.#directions = setup.metrics.map((name) => metrics.find((metric) => metric.name === name)?.direction);
    this.#markets = setup.markets.map(attachMarket);
    this.#timeline = timelineOf(this.#markets);
    this.#baseConditions = conditionsOf(setup.settings, this.#markets, setup.seed);
    const room = setup.columnCacheBytes / this.#markets.length;
    const instruments = this.#markets.map((market): Instrument => {
      const shared = setup.columns ? new SharedColumns(setup.columns, market.digest) : null;
      return { market, columns: new ColumnStore(market, shared, room) };
    });
    const isShared = this.#baseConditions.aggregate === null;
    this.#accounts = (isShared ? [instruments] : instruments.map((one) => [one])).map(
      (members, k) => new Account(members, k, this.#timeline, setup.window),
    );
  }

  /** Values of the dimensions that trial `index` runs with. */
  values(index: number): readonly ParamValue[] {
    return this.#design.at(index);
  }

  /** Runs a trial. Whatever the strategy throws becomes a failed outcome: a failing trial is a result. */
  run(index: number): TrialOutcome {
    try {
      const point = this.#point(index);
      const conditions = this.#conditions(point);
      const records = this.#execute(this.#paramsOf(point, conditions), conditions, {});
      return { status: 'ok', metrics: this.#together(records.map((record) => this.#measure(record))) };
    } catch (error) {
      return { status: 'failed', ...describeFailure(error, this.#takeBrokenPlace()) };
    }
  }

  /**
   * Runs a trial with recording on, or under other assumptions about the prices inside a bar.
   *
   * @throws whatever the strategy throws
   */
  replay(index: number, assumption?: Assumption): Replay {
    const point = this.#point(index);
    const conditions = this.#conditions(point);
    const params = this.#paramsOf(point, conditions);
    const records = this.#execute(params, conditions, { recording: true, ...(assumption && { assumption }) });
    const measured = records.map((record) => this.#measure(record));
    const isOne = conditions.aggregate === null;
    const { returns } = conditions.rules;
    return {
      params: params.common,
      settings: runSettings.parse(point.settings),
      metrics: this.#together(measured),
      record: isOne ? records[0]! : combineRecords(records, this.#timeline, this.#setup.window, returns),
      accounts: isOne ? null : measured,
    };
  }

  #point(index: number): Point {
    return resolvePoint(this.#setup, this.#space, this.values(index));
  }

  #conditions(point: Point): Conditions {
    const isBase = point.settings === this.#setup.settings;
    return isBase ? this.#baseConditions : conditionsOf(point.settings, this.#markets, this.#setup.seed);
  }

  #paramsOf({ params }: Point, { ownParams }: Conditions): TrialParams {
    const schema = this.#strategy.params;
    const common = schema.parse(params);
    const own = ownParams.map((given) => (given === null ? common : schema.parse(mergeJson(params, given))));
    return { common, own };
  }

  #execute(params: TrialParams, conditions: Conditions, options: RunOptions): readonly RunRecord[] {
    return this.#accounts.map((account) => account.run(this.#strategy, params, conditions, options));
  }

  #measure(record: RunRecord): Float64Array {
    const out = new Float64Array(this.#setup.metrics.length);
    let known = 0;
    this.#setup.metrics.forEach((name, k) => {
      const value = Object.hasOwn(this.#own, name)
        ? this.#ownResult(name, record)
        : this.#metrics[known++]!.compute(record);
      out[k] = Number.isFinite(value) ? value : NaN;
    });
    return out;
  }

  #ownResult(name: string, { strategyCounters }: RunRecord): number {
    const share = this.#strategy.shares?.[name];
    if (share === undefined) return strategyCounters[name] ?? NaN;
    return (strategyCounters[share.part] ?? NaN) / (strategyCounters[share.whole] ?? NaN);
  }

  /** The metrics of a trial from those of its accounts. */
  #together(accounts: readonly Float64Array[]): Float64Array {
    const kind = this.#baseConditions.aggregate;
    if (kind === null) return accounts[0]!;
    return accounts[0]!.map((_, k) =>
      aggregate(
        accounts.map((metrics) => metrics[k]!),
        kind,
        this.#directions[k],
      ),
    );
  }

  /** Where a run broke off, as words; null when none had begun. */
  #takeBrokenPlace(): string | null {
    let place: string | null = null;
    for (const account of this.#accounts) {
      const bar = account.takeBrokenBar();
      if (bar < 0) continue;
      const { markets } = account;
      const what = markets.length > 1 ? `moment ${bar} of the common timeline` : `bar ${bar}`;
      const whose = markets.length === 1 && this.#markets.length > 1 ? ` of ${markets[0]!.symbol}` : '';
      place = `at ${what}${whose}, ${formatTime(account.closeOf(bar))}`;
    }
    return place;
  }
}

/**
 * Loads what a setup names and returns a runner for its trials.
 *
 * @throws ConfigError when the strategy, a metric or the sampler cannot be loaded
 */
export async function createTrialRunner(setup: TrialSetup): Promise<TrialRunner> {
  const strategy = await loadStrategy(setup.strategy.url);
  const own = ownResults(strategy);
  const space = createSpace(setup.dimensions);
  const [design, metrics] = await Promise.all([
    createDesign(setup.sampler, { space, seed: setup.seed }),
    loadMetrics(setup.metrics.filter((name) => !Object.hasOwn(own, name))),
  ]);
  return new TrialRunner(setup, strategy, space, design, metrics);
}

/** Names of all results of a strategy's trials: the metrics in their standard order, then the strategy's own. */
export const resultNames = (strategy: StrategyDefinition): readonly string[] => [
  ...metricNames(),
  ...Object.keys(ownResults(strategy)),
];

function describeFailure(
  error: unknown,
  brokenPlace: string | null,
): { readonly code: string; readonly message: string } {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return {
      code: 'HG-TRIAL-002',
      message: printable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid parameters'}`, 200),
    };
  }
  // By name: a strategy may come with its own copy of the class.
  const finding =
    error instanceof Error && error.name === 'ConfigError' ? (error as ConfigError).findings[0] : undefined;
  if (finding) return { code: finding.code, message: printable(`${finding.place}: ${finding.rule}`, 200) };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = brokenPlace ?? 'while it was set up';
  return { code: 'HG-TRIAL-001', message: printable(`the strategy threw ${place}: ${text}`, 200) };
}
