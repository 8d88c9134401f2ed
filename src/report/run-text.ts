import { printable } from '../base/errors.js';
import { numberText } from './number-text.js';
import type { RunReport } from './run-report.js';
import { symbolTable } from './symbol-table.js';
import { timeText } from './time-text.js';

/** What the end of a single run looks like on a console: what was run, its metrics, where the files are. No colours. */
export function runText(report: RunReport, dir: string): string {
  const { name, strategy, trial, record, metricNames, metrics, worst } = report;
  const { markets, timeline, from, to } = record;
  const range = `${timeText(timeline.time[from]!)} to ${timeText(timeline.time[to - 1]!)}, ${to - from} bars`;
  const head = `${printable(name)}${trial === null ? '' : ` trial ${trial}`}: ${strategy} on ${printable(markets.map(({ symbol }) => symbol).join(', '))}, ${range}`;
  const width = Math.max(...metricNames.map((metric) => metric.length));
  const lines = metricNames.map((metric, i) => {
    const value = cell(metrics[i]!);
    const adverse = worst && cell(worst[i]!);
    const aside = adverse !== null && adverse !== value ? `  (worst path ${adverse})` : '';
    return `  ${metric.padEnd(width)}  ${value}${aside}`;
  });
  const symbols = markets.length > 1 ? [symbolTable(report)] : [];
  return [head, ...lines, ...symbols, `files: ${dir}`].join('\n');
}

const cell = (value: number): string =>
  Number.isNaN(value) ? 'no value' : numberText(Number.isInteger(value) ? value : Number(value.toPrecision(8)));
