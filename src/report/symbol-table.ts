import Table from 'cli-table3';
import { printable } from '../base/errors.js';
import type { Metric } from '../metrics/_metric.js';
import { allFigures, symbolFigures } from './best-backtest/per-symbol.js';
import { figureText } from './figure-text.js';
import type { RunReport } from './run-report.js';

/** Figures shown of each symbol on a console, where there are such. */
const SHOWN: Readonly<Record<string, Metric['unit']>> = {
  total_trades: 'count',
  win_rate: 'fraction',
  profit_factor: 'ratio',
  fees: 'quote currency',
  funding: 'quote currency',
  pnl: 'quote currency',
  total_r: 'ratio',
  total_return: 'fraction',
  max_drawdown: 'fraction',
};

/** A line for each symbol of a run, and what they come to together; for runs over several symbols. No colours. */
export function symbolTable(report: RunReport): string {
  const rows = symbolFigures(report);
  const names = Object.keys(SHOWN).filter((name) => name in rows[0]!.figures);
  const grid = new Table({
    head: ['symbol', ...names],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...names.map(() => 'right' as const)],
  });
  for (const { symbol, figures } of [...rows, { symbol: 'all', figures: allFigures(report) }])
    grid.push([printable(symbol, 24), ...names.map((name) => figureText(figures[name] ?? NaN, SHOWN[name]))]);
  return grid.toString();
}
