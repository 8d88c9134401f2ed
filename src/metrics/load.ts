import { listPlugins, loadPlugin } from '../base/plugin.js';
import type { Metric } from './_metric.js';

const FOLDER = new URL('./', import.meta.url);
/** `.ts` in the sources, `.js` when built. */
const EXTENSION = import.meta.url.slice(-3);

/** The metrics that every result begins with, in this order. */
const STANDARD = [
  'total_return',
  'annualized_return',
  'volatility',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
  'max_drawdown',
  'avg_drawdown',
  'max_drawdown_duration',
  'var_95',
  'cvar_95',
  'total_trades',
  'win_rate',
  'profit_factor',
  'avg_trade_return',
  'avg_trade_duration',
  'expectancy',
  'total_fees',
  'net_funding',
  'fill_rate',
  'exposure_time',
  'total_r',
  'expectancy_r',
];

/** Names of all metrics in the order of the result columns: the standard ones, then the others in code-point order. */
export function metricNames(): readonly string[] {
  const others = new Set(listPlugins(FOLDER).map((file) => file.replaceAll('-', '_')));
  for (const name of STANDARD) others.delete(name);
  return [...STANDARD, ...[...others].sort()];
}

/**
 * Loads metrics by name, in the order given; all of them by default.
 *
 * @throws ConfigError HG-CONFIG-020 for a name that is not known.
 */
export function loadMetrics(names: readonly string[] = metricNames()): Promise<readonly Metric[]> {
  const known = new Set(metricNames());
  return Promise.all(
    names.map(async (name) => {
      if (!known.has(name)) return loadPlugin<Metric>('metric', FOLDER, name);
      // One look at the folder serves all names; looking each up anew would double the time of loading them.
      const file = new URL(name.replaceAll('_', '-') + EXTENSION, FOLDER);
      return ((await import(file.href)) as { default: Metric }).default;
    }),
  );
}
