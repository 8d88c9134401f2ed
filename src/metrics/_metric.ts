import type { RunRecord } from '../engine/record/record.js';

export interface Metric {
  /** snake_case public name: the word in sweep files, CSV and JSON. The file is the same name in kebab-case. */
  readonly name: string;
  readonly summary: string;
  readonly unit: 'fraction' | 'ratio' | 'quote currency' | 'bars' | 'ms' | 'count';
  /** What a ranking prefers; `none` cannot be a target. */
  readonly direction: 'maximize' | 'minimize' | 'none';
  /** NaN where the metric has no value; never infinite. Pure. */
  compute(run: RunRecord): number;
}

export const defineMetric = (metric: Metric): Metric => metric;
