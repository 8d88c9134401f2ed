import type { RunRecord } from '../engine/record.js';
import type { Metric } from './_metric.js';

/**
 * Writes the run's metrics into `out`, in the order given; NaN where one has no value. Nothing infinite leaves here.
 */
export function computeMetrics(metrics: readonly Metric[], run: RunRecord, out: Float64Array): void {
  for (let k = 0; k < metrics.length; k++) {
    const value = metrics[k]!.compute(run);
    out[k] = Number.isFinite(value) ? value : NaN;
  }
}
