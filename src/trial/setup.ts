import type { Json } from '../base/json.js';
import type { DimensionSpec } from '../search/dimension.js';
import type { SharedMarket } from '../data/shared/shared.js';
import type { RunWindow } from '../engine/rules.js';
import type { SharedColumnsHandle } from './shared-columns.js';

/**
 * All that a sweep's trials have in common, as plain data and shared memory: what a worker thread is given once.
 * Together with a trial's index it determines the trial completely.
 */
export interface TrialSetup {
  readonly strategy: { readonly name: string; readonly url: string };
  /** Strategy parameters as in the sweep file, before a trial's values are set. */
  readonly params: Json;
  /** Run settings as in the sweep file (account, execution, venue, ...), before a trial's values are set. */
  readonly settings: Json;
  readonly dimensions: readonly DimensionSpec[];
  readonly sampler: { readonly name: string; readonly params: Json };
  readonly seed: number;
  /** In code-point order of their symbols. */
  readonly markets: readonly SharedMarket[];
  /** In frames: bars when there is one market, else moments of the union of all bars. */
  readonly window: RunWindow;
  /** Metrics in the order of the result columns. */
  readonly metrics: readonly string[];
  readonly columns: SharedColumnsHandle | null;
  /** Bytes of columns that a worker may keep for itself, over all markets. */
  readonly columnCacheBytes: number;
}

/** Outcome of one trial: a row of numbers, or why there is none. */
export type TrialOutcome =
  | { readonly status: 'ok'; readonly metrics: Float64Array }
  | { readonly status: 'failed'; readonly code: string; readonly message: string };
