import type { ResultRow, ResultTable } from './result-table.js';

/** A result constraint: bounds of one metric, both inclusive. */
export interface ResultFilter {
  readonly metric: string;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/**
 * Marks the finished rows that break a constraint as `filtered` and says in `error` which ones they break; all other rows stay as
 * they are. A metric without a value satisfies no bound.
 *
 * @throws RangeError when the table lacks a metric that a filter names
 */
export function applyFilters(table: ResultTable, filters: readonly ResultFilter[]): ResultTable {
  if (filters.length === 0) return table;
  const tests = filters.map((filter) => ({ filter, column: columnOf(table, filter.metric) }));
  const rows = table.rows.map((row): ResultRow => {
    if (row.status !== 'ok') return row;
    const broken = tests.flatMap(({ filter, column }) => breaks(filter, row.metrics[column]!));
    return broken.length === 0 ? row : { ...row, status: 'filtered', error: broken.join('; ') };
  });
  return { ...table, rows };
}

/** Whether a finished trial passes all filters; `metrics` in the order of `names`. */
export function passesFilters(
  filters: readonly ResultFilter[],
  names: readonly string[],
  metrics: Float64Array,
): boolean {
  return filters.every((filter) => breaks(filter, metrics[names.indexOf(filter.metric)] ?? NaN).length === 0);
}

function breaks({ metric, minimum, maximum }: ResultFilter, value: number): string[] {
  const text = Number.isNaN(value) ? 'has no value' : `${value}`;
  const broken: string[] = [];
  if (minimum !== undefined && !(value >= minimum)) broken.push(`${metric} ${text}, minimum ${minimum}`);
  if (maximum !== undefined && !(value <= maximum)) broken.push(`${metric} ${text}, maximum ${maximum}`);
  return broken;
}

function columnOf(table: ResultTable, metric: string): number {
  const column = table.metrics.indexOf(metric);
  if (column < 0) throw new RangeError(`the result table has no metric ${metric}`);
  return column;
}
