import { totalmem } from 'node:os';
import type { Json } from '../base/json.js';
import { resolvePoint } from '../config/resolve-point.js';
import type { Design } from '../search/design.js';
import type { Space } from '../search/space.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';
import { planColumns, planColumnsOfTrials, type ColumnPlan } from '../trial/column-plan.js';

/** Trials of a random design whose columns are listed one by one. */
const MOST_LISTED = 20_000;
/** What a thread may keep of columns that found no shared place, at least: fewer would be computed again for every trial. */
const LEAST_CACHE = 32 * 2 ** 20;

export interface ColumnOptions {
  readonly definition: StrategyDefinition;
  readonly params: Json;
  readonly space: Space;
  readonly design: Design;
  readonly trials: readonly number[];
  readonly bars: number;
}

/** Columns that the trials of a sweep share: those of the whole space for a grid, those that at least two trials read for a random design. */
export function columnsToShare({ definition, params, space, design, trials, bars }: ColumnOptions): ColumnPlan {
  const complete = (trial: number): unknown =>
    definition.params.parse(resolvePoint({ params, settings: {} }, space, design.at(trial)).params);
  if (design.samples !== null && trials.length <= MOST_LISTED) {
    return planColumnsOfTrials(definition, lazily(trials, complete), bars);
  }
  return planColumns(definition, space, complete(trials[0]!), bars);
}

export interface ColumnMemory {
  /** Bytes of shared columns. */
  readonly shared: number;
  /** Bytes of columns that each thread may keep for itself. */
  readonly cache: number;
}

/** Splits the memory for columns: what the plan needs is shared, the rest is for the threads. By default a quarter of the machine's memory, 4 GiB at most. */
export function columnMemory(plan: ColumnPlan, budget: number | undefined, workers: number): ColumnMemory {
  const bytes = budget ?? Math.min(4 * 2 ** 30, totalmem() / 4);
  const shared = Math.min(plan.bytes, Math.floor(bytes));
  return { shared, cache: Math.max(LEAST_CACHE, Math.floor((bytes - shared) / (workers + 1))) };
}

function* lazily<T>(trials: readonly number[], of: (trial: number) => T): Generator<T> {
  for (const trial of trials) yield of(trial);
}
