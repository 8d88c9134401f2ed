import { stringify } from 'yaml';
import type { Target } from '../analysis/result-table.js';
import type { Winner } from './best-params.js';
import { numberText } from './number-text.js';
import type { RunReport } from './run-report.js';

/**
 * <sweep name>_best.yaml: the winner as a strategy preset, all parameters of the file that the sweep began with and the winner's in their
 * places, ready to be named as `strategy:` of a backtest or another sweep. Run settings that the sweep varied stand in a comment: a preset
 * has parameters only. Where the parameters have a section `strategy`, as files of live grids do, the sections stand side by side as in those.
 */
export function bestPresetYaml(winner: Winner, target: Target, report: RunReport): string {
  const value = report.metrics[report.metricNames.indexOf(target.metric)] ?? NaN;
  const settings = Object.entries(winner.settings ?? {});
  const head = [
    `# Use it in a sweep or backtest file:  strategy: ${report.name}_best.yaml`,
    ...settings.map(([section, values]) => `# with ${section}: ${JSON.stringify(values)}`),
  ];
  const origin = `Trial ${winner.trial} of the sweep ${report.name}: ${target.metric} ${numberText(value)}`;
  if (hasSections(winner.params)) {
    return `${[`# ${origin}`, ...head].join('\n')}\n${stringify({ name: report.strategy, ...winner.params })}`;
  }
  const preset = { name: report.strategy, description: origin, params: winner.params };
  return `${head.join('\n')}\n${stringify(preset)}`;
}

const hasSections = (params: unknown): params is object =>
  typeof params === 'object' && params !== null && 'strategy' in params && typeof params.strategy === 'object';
