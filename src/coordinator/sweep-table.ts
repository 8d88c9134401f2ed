import { applyFilters, type ResultFilter } from '../analysis/filters.js';
import type { ResultRow, ResultTable } from '../analysis/result-table.js';
import type { ParamValue } from '../base/json.js';
import type { TrialResult, TrialResults } from './trial-results.js';

export interface TableOptions {
  /** Trials of the sweep; one that has no result is left out. */
  readonly trials: readonly number[];
  /** Dotted paths, file order. */
  readonly parameters: readonly string[];
  /** In the order of the results, the target first. */
  readonly metrics: readonly string[];
  readonly filters: readonly ResultFilter[];
  readonly valuesOf: (trial: number) => readonly ParamValue[];
}

/** The results of a sweep in the order of its trials, whatever the order in which they were finished. */
export function sweepTable(results: TrialResults, options: TableOptions): ResultTable {
  const { parameters, metrics, filters, valuesOf } = options;
  const rows = options.trials.flatMap((trial) => {
    const result = results.get(trial);
    return result ? [rowOf(result, valuesOf(trial))] : [];
  });
  return applyFilters({ parameters, metrics, rows }, filters);
}

const rowOf = ({ trial, status, metrics, failure }: TrialResult, values: readonly ParamValue[]): ResultRow => ({
  trial,
  status,
  values,
  metrics,
  error: failure ? `${failure.code}: ${failure.message}` : '',
});
