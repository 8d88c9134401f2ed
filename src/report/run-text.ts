import { printable } from '../base/errors.js';
import { figureText } from './figure-text.js';
import { metricsTable } from './metrics-table.js';
import type { RunReport } from './run-report.js';
import { symbolTable } from './symbol-table.js';
import { timeText } from './time-text.js';

/** What the end of a single run looks like on a console: what was run, its headline metrics, its symbols, where its files are, those of the strategy's own by name. No colours. */
export function runText(report: RunReport, dir: string): string {
  const { name, strategy, trial, record } = report;
  const { markets, timeline, from, to, initialEquity, stopReason } = record;
  const range = `${timeText(timeline.time[from]!)} to ${timeText(timeline.time[to - 1]!)}`;
  const symbols = printable(markets.map(({ symbol }) => symbol).join(', '), 200);
  const head = [
    `${printable(name)}${trial === null ? '' : ` trial ${trial}`}: ${strategy} on ${symbols}`,
    `${range}, ${figureText(to - from, 'bars')} bars, starting with ${figureText(initialEquity, 'quote currency')}`,
    ...(stopReason === '' ? [] : [`trading ended early: ${stopReason}`]),
  ];
  const tables = [metricsTable(report), ...(markets.length > 1 ? [symbolTable(report)] : [])];
  const own = [
    ...Object.keys(record.journal?.tables ?? {}).map((name) => `${name}.csv`),
    ...Object.keys(record.journal?.documents ?? {}).map((name) => `${name}.json`),
  ];
  const told = own.length === 0 ? '' : `; of the strategy: ${printable(own.join(', '), 200)}`;
  return [...head, ...tables, `files: ${dir} (all metrics: performance_metrics.csv${told})`].join('\n');
}
