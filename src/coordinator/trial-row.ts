/**
 * One finished trial as consecutive 64-bit floats: index, status, elapsed ms, then the metrics in the order of the sweep.
 * Workers write rows into shared memory, the journal stores the same bytes, so NaN, -0 and infinities keep their bits.
 */
export const ROW_TRIAL = 0;
export const ROW_STATUS = 1;
export const ROW_ELAPSED = 2;
export const ROW_METRICS = 3;

/** Values of `ROW_STATUS`. */
export const STATUS_OK = 1;
export const STATUS_FAILED = 2;

/** Floats of a row with that many metrics. */
export const rowWidth = (metricCount: number): number => ROW_METRICS + metricCount;

/** Why a trial has no metrics. */
export interface TrialFailure {
  readonly trial: number;
  readonly code: string;
  readonly message: string;
}
