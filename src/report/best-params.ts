import type { Target } from '../analysis/result-table.js';
import { jsonText, metricsByName } from './json-text.js';
import type { RunReport } from './run-report.js';

/** The parameters of a winner, complete and nested; integers stay integers. */
export interface Winner {
  readonly trial: number;
  readonly params: unknown;
  /** Run settings that the sweep varied (account, execution, venue), nested; empty or absent when it varied none. */
  readonly settings?: unknown;
}

/** best_params.json. Null values mean no value. */
export function bestParamsJson(winner: Winner, target: Target, report: RunReport): string {
  const metrics = metricsByName(report.metricNames, report.metrics);
  const { engine, strategy, data, sweep } = report.fingerprint;
  const hasSettings = winner.settings !== undefined && Object.keys(winner.settings ?? {}).length > 0;
  return jsonText({
    strategy: report.strategy,
    metric: target.metric,
    direction: target.direction,
    value: metrics[target.metric] ?? null,
    trial: winner.trial,
    seed: report.seed,
    params: winner.params,
    ...(hasSettings ? { settings: winner.settings } : {}),
    metrics,
    fingerprint: { engine, strategy, data, sweep },
    worst_path: report.worst && { metrics: metricsByName(report.metricNames, report.worst) },
    same_bar_exits: report.sameBarExits && { metrics: metricsByName(report.metricNames, report.sameBarExits) },
  });
}
