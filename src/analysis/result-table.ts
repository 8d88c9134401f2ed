import type { ParamValue } from '../base/json.js';

/** `filtered` rows are finished trials that a result constraint of the sweep file shuts out of the ranking. */
export type RowStatus = 'ok' | 'filtered' | 'pruned' | 'failed';

/** One trial of a sweep, as it stands in the results file. */
export interface ResultRow {
  readonly trial: number;
  readonly status: RowStatus;
  /** Values of the space's dimensions, in file order. */
  readonly values: readonly ParamValue[];
  /** In the order of `ResultTable.metrics`; NaN = no value. All NaN for failed trials. */
  readonly metrics: Float64Array;
  /** Code and message of a failed trial, the broken constraints of a filtered one, else empty. */
  readonly error: string;
}

export interface ResultTable {
  /** Dotted paths, file order. */
  readonly parameters: readonly string[];
  /** Metric names; the target comes first. */
  readonly metrics: readonly string[];
  readonly rows: readonly ResultRow[];
}

/** What a sweep looks for. */
export interface Target {
  readonly metric: string;
  readonly direction: 'maximize' | 'minimize';
}
