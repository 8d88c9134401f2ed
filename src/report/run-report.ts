import type { OutputSettings } from '../config/settings/output.js';
import type { Metric } from '../metrics/_metric.js';
import type { RunRecord } from '../engine/record/record.js';

/** Digests that tell whether two runs are the same run. */
export interface Fingerprint {
  readonly engine: string;
  readonly strategy: string;
  readonly data: string;
  readonly sweep: string;
}

/** One warning of a strategy about a run. */
export interface RunWarning {
  readonly code: string;
  readonly rule: string;
  readonly hint: string;
}

/** One recorded run with all that its files say: the winner of a sweep, a replayed trial or a single backtest. */
export interface RunReport {
  /** Name of the sweep or backtest. */
  readonly name: string;
  /** Free text of a backtest file. */
  readonly description?: string;
  readonly strategy: string;
  /** Null for a backtest that belongs to no sweep. */
  readonly trial: number | null;
  readonly seed: number;
  /** The complete resolved settings of this one run: strategy with parameters, venue, account, execution, data. */
  readonly config: unknown;
  readonly fingerprint: Fingerprint;
  readonly metricNames: readonly string[];
  /** What each metric or counter means, by name. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Unit of each metric, by name; counters have none. */
  readonly units: Readonly<Record<string, Metric['unit']>>;
  /** Must hold its journal; its tables are read while the files are written, so no other run may use its engine before. */
  readonly record: RunRecord;
  /** In the order of `metricNames`. */
  readonly metrics: Float64Array;
  /** Metrics of each account, in the order of the instruments, where each has one of its own; null when there is one account. */
  readonly accounts: readonly Float64Array[] | null;
  /** What the strategy warns of: degenerate settings, then results to be read with care; absent = nothing. */
  readonly warnings?: readonly RunWarning[];
  /** Metrics of the same run under the `worst` intrabar path; null when it was not run. */
  readonly worst: Float64Array | null;
  /** The same with exits that are live on the rest of the bar in which their entry filled. */
  readonly sameBarExits: Float64Array | null;
  /** Where a single backtest wants its files, and which; absent for the runs of a sweep, which have all. */
  readonly output?: OutputSettings;
}
