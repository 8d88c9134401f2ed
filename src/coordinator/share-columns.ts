import { totalmem } from 'node:os';
import type { Json } from '../base/json.js';
import { instrumentRules } from '../config/settings/instrument.js';
import { runSettings } from '../config/settings/run-settings.js';
import { resolvePoint } from '../config/yaml/resolve-point.js';
import type { InstrumentRules } from '../engine/rules.js';
import type { Design } from '../search/design.js';
import type { Space } from '../search/space.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import type { SharedMarket } from '../data/shared/shared.js';
import { columnBytes, planColumns, planColumnsOfTrials, type ColumnPlan } from '../trial/column-plan.js';
import { columnKey, createSharedColumns, type SharedColumnsHandle } from '../trial/shared-columns.js';

/** Trials of a random design whose columns are listed one by one. */
const MOST_LISTED = 20_000;
/** What a thread may keep of columns that found no shared place, at least: fewer would be computed again for every trial. */
const LEAST_CACHE = 32 * 2 ** 20;

export interface ColumnOptions {
  readonly definition: StrategyDefinition;
  readonly params: Json;
  /** Run settings, which hold the rules of the instruments. */
  readonly settings: Json;
  readonly space: Space;
  readonly design: Design;
  readonly trials: readonly number[];
  readonly markets: readonly SharedMarket[];
}

/** Columns that the trials of a sweep share, on every market. */
export interface MarketColumns {
  /** Distinct keys, each with its market. */
  readonly keys: readonly string[];
  /** Shared memory that holds them all at most. */
  readonly bytes: number;
  /** False when there were too many to list. */
  readonly isComplete: boolean;
}

/** Columns that the trials of a sweep share: those of the whole space for a grid, those that at least two trials read for a random design. */
export function columnsToShare(options: ColumnOptions): MarketColumns {
  const { venue } = runSettings.parse(options.settings);
  const plans = new Map<string, ColumnPlan>();
  const bytesOf = new Map<string, number>();
  let isComplete = true;
  for (const { symbol, digest, length } of options.markets) {
    const instrument = instrumentRules(venue, symbol);
    // Instruments of one kind read the same columns, each of its own bars.
    const kind = JSON.stringify(instrument);
    const plan = plans.get(kind) ?? planOf(options, instrument);
    plans.set(kind, plan);
    for (const request of plan.requests) bytesOf.set(columnKey(digest, request.key), columnBytes([request], length));
    isComplete &&= plan.isComplete;
  }
  const bytes = [...bytesOf.values()].reduce((sum, own) => sum + own, 0);
  return { keys: [...bytesOf.keys()], bytes, isComplete };
}

function planOf({ definition, params, space, design, trials }: ColumnOptions, instrument: InstrumentRules): ColumnPlan {
  const complete = (trial: number): unknown =>
    definition.params.parse(resolvePoint({ params, settings: {} }, space, design.at(trial)).params);
  if (design.samples !== null && trials.length <= MOST_LISTED) {
    return planColumnsOfTrials(definition, lazily(trials, complete), instrument);
  }
  return planColumns(definition, space, complete(trials[0]!), instrument);
}

export interface ColumnMemory {
  /** Shared memory for the columns, and its size in bytes. */
  readonly columns: SharedColumnsHandle;
  readonly shared: number;
  /** Bytes of columns that each thread may keep for itself. */
  readonly cache: number;
}

/** Sets memory for columns apart: what the plan needs is shared, the rest is for the threads. By default a quarter of the machine's memory, 4 GiB at most. */
export function columnMemory(plan: MarketColumns, budget: number | undefined, workers: number): ColumnMemory {
  const bytes = budget ?? Math.min(4 * 2 ** 30, totalmem() / 4);
  const shared = Math.min(plan.bytes, Math.floor(bytes));
  return {
    columns: createSharedColumns(plan.keys, shared),
    shared,
    cache: Math.max(LEAST_CACHE, Math.floor((bytes - shared) / (workers + 1))),
  };
}

function* lazily<T>(trials: readonly number[], of: (trial: number) => T): Generator<T> {
  for (const trial of trials) yield of(trial);
}
