import Table from 'cli-table3';
import type { RankedRow } from '../analysis/ranking.js';
import type { ResultTable, Target } from '../analysis/result-table.js';
import { printable } from '../base/errors.js';
import { countRows } from './manifest.js';
import { numberText } from './number-text.js';

/** Metrics shown beside the target, where the sweep has them. */
const ASIDE = ['total_return', 'sharpe_ratio', 'max_drawdown', 'total_trades'];

export interface SummaryOptions {
  readonly dir: string;
  /** Rows to show. */
  readonly top?: number;
  /** Characters in a line. */
  readonly columns?: number | undefined;
}

/** Of the cells before the parameters, borders and spaces included. */
const NUMBER_CELL = 15;

/** What the end of a sweep looks like on a console: how many rows of each status, the best rows, where the files are. No colours. */
export function summaryTable(
  table: ResultTable,
  ranked: readonly RankedRow[],
  target: Target,
  options: SummaryOptions,
): string {
  const { trials, ranked: eligible, filtered, pruned, failed } = countRows(ranked);
  const silent = trials - eligible - filtered - pruned - failed;
  const counts = [
    `${eligible} ranked`,
    ...said(silent, 'without a value'),
    ...said(filtered, 'filtered'),
    ...said(pruned, 'pruned'),
  ];
  const head = `${trials} trials: ${[...counts, ...said(failed, 'failed')].join(', ')}`;
  const best = ranked.slice(0, Math.min(options.top ?? 5, eligible));
  if (best.length === 0) {
    const why =
      filtered > 0 && silent === 0
        ? 'no trial keeps the filters; the column error of optimization_results.csv tells which each one breaks'
        : `no trial has a value of ${target.metric} to rank by`;
    return `${head}\n${why}\nfiles: ${options.dir}`;
  }
  return `${head}\n${rowsText(table, best, target, options.columns ?? 140)}\nties go to the lower trial number; files: ${options.dir}`;
}

function rowsText(table: ResultTable, best: readonly RankedRow[], target: Target, columns: number): string {
  const shown = [target.metric, ...ASIDE.filter((name) => name !== target.metric && table.metrics.includes(name))];
  const grid = new Table({
    head: ['rank', 'trial', ...shown, 'parameters'],
    style: { head: [], border: [], compact: true },
    colAligns: ['right', 'right', ...shown.map(() => 'right' as const), 'left'],
    wordWrap: true,
    colWidths: [null, null, ...shown.map(() => null), Math.max(24, columns - 16 - NUMBER_CELL * shown.length)],
  });
  for (const { rank, row } of best) {
    const parameters = table.parameters.map((name, i) => `${shortName(name)}=${printable(row.values[i] ?? null, 24)}`);
    const values = shown.map((name) => cell(row.metrics[table.metrics.indexOf(name)]!));
    grid.push([String(rank), String(row.trial), ...values, parameters.join(' ')]);
  }
  return grid.toString();
}

const said = (count: number, what: string): string[] => (count > 0 ? [`${count} ${what}`] : []);
const shortName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const cell = (value: number): string => numberText(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
