import type { RankedRow } from '../analysis/ranking.js';
import type { ResultTable } from '../analysis/result-table.js';
import { STOP_REASONS } from '../metrics/stop-code.js';
import { csvLine } from './csv-text.js';

/**
 * optimization_results.csv: all trials, best first. Columns: rank, trial, status, the parameters in file order, the metrics (target
 * first), stop_reason, error; a trial over several accounts that did not all stop alike has `mixed`. Line by line, so that a million rows need no second copy in memory.
 */
export function* resultsCsv(table: ResultTable, ranked: readonly RankedRow[]): Generator<string> {
  const code = table.metrics.indexOf('stop_code');
  yield csvLine(['rank', 'trial', 'status', ...table.parameters, ...table.metrics, 'stop_reason', 'error']);
  for (const { rank, row } of ranked) {
    yield csvLine([rank, row.trial, row.status, ...row.values, ...row.metrics, stopText(row.metrics[code]), row.error]);
  }
}

/** Why trading ended early, in a word; null for a trial that traded to the end, or that failed. */
function stopText(code: number | undefined): string | null {
  if (code === undefined || Number.isNaN(code) || code === 0) return null;
  return STOP_REASONS[code - 1] ?? 'mixed';
}
