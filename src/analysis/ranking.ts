import type { ResultRow, ResultTable, RowStatus, Target } from './result-table.js';

/** A row in its place. */
export interface RankedRow {
  /** 1 for the best; null for rows that cannot win. */
  readonly rank: number | null;
  readonly row: ResultRow;
}

const CLASS: Readonly<Record<RowStatus, number>> = { ok: 0, filtered: 2, pruned: 3, failed: 4 };

/**
 * All rows, best first, by a total order: finished rows with a value by the target's direction, ties by trial index; then finished
 * rows without a value, filtered, pruned and failed ones, each by trial index. A value that is not finite is no value, whichever
 * the direction, so it can neither win nor disturb the order of the others.
 *
 * @throws RangeError when the table does not hold the target metric
 */
export function rank(table: ResultTable, target: Target): RankedRow[] {
  const column = targetColumn(table, target);
  const sign = target.direction === 'maximize' ? -1 : 1;
  const sorted = table.rows
    .map((row) => {
      const value = row.metrics[column]!;
      const eligible = row.status === 'ok' && Number.isFinite(value);
      return { row, class: row.status === 'ok' && !eligible ? 1 : CLASS[row.status], key: eligible ? sign * value : 0 };
    })
    .sort((a, b) => a.class - b.class || a.key - b.key || a.row.trial - b.row.trial);
  return sorted.map(({ row, class: group }, i) => ({ rank: group === 0 ? i + 1 : null, row }));
}

/** The row with rank 1, or null when no row has a value to win with. */
export function bestRow(table: ResultTable, target: Target): ResultRow | null {
  const column = targetColumn(table, target);
  let best: ResultRow | null = null;
  for (const row of table.rows) {
    if (
      row.status === 'ok' &&
      isBetter(target, row.trial, row.metrics[column]!, best && best.trial, best ? best.metrics[column]! : NaN)
    ) {
      best = row;
    }
  }
  return best;
}

/** Whether (trial, value) ranks before (bestTrial, bestValue); `bestTrial` null means that there is nothing to beat. */
export function isBetter(
  target: Target,
  trial: number,
  value: number,
  bestTrial: number | null,
  bestValue: number,
): boolean {
  if (!Number.isFinite(value)) return false;
  if (bestTrial === null) return true;
  if (value === bestValue) return trial < bestTrial;
  return target.direction === 'maximize' ? value > bestValue : value < bestValue;
}

function targetColumn(table: ResultTable, target: Target): number {
  const column = table.metrics.indexOf(target.metric);
  if (column < 0) throw new RangeError(`the result table has no metric ${target.metric}`);
  return column;
}
