import Table from 'cli-table3';
import { printable } from '../base/errors.js';
import { symbolFigures } from './best-backtest/per-symbol.js';
import { numberText } from './number-text.js';
import type { RunReport } from './run-report.js';

/** Figures shown of each symbol on a console, where there are such. */
const SHOWN = ['total_trades', 'win_rate', 'profit_factor', 'fees', 'funding', 'pnl', 'total_return', 'max_drawdown'];

/** A line for each symbol of a run, and what they come to together; for runs over several symbols. No colours. */
export function symbolTable(report: RunReport): string {
  const rows = symbolFigures(report);
  const names = SHOWN.filter((name) => name in rows[0]!.figures);
  const grid = new Table({
    head: ['symbol', ...names],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...names.map(() => 'right' as const)],
  });
  for (const { symbol, figures } of rows) grid.push([printable(symbol, 24), ...names.map((n) => cell(figures[n]!))]);
  return grid.toString();
}

const cell = (value: number): string => numberText(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
