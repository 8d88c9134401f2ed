import type { RankedRow } from '../analysis/ranking.js';
import type { ResultTable } from '../analysis/result-table.js';
import { csvLine } from './csv-text.js';

/**
 * optimization_results.csv: all trials, best first. Columns: rank, trial, status, the parameters in file order, the metrics (target
 * first), error. Line by line, so that a million rows need no second copy in memory.
 */
export function* resultsCsv(table: ResultTable, ranked: readonly RankedRow[]): Generator<string> {
  yield csvLine(['rank', 'trial', 'status', ...table.parameters, ...table.metrics, 'error']);
  for (const { rank, row } of ranked) {
    yield csvLine([rank, row.trial, row.status, ...row.values, ...row.metrics, row.error]);
  }
}
