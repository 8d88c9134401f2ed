import { defineMetric } from './_metric.js';

/** Why trading ended before the data did, by number: entry k stands for k + 1, and 0 for a run that did not. */
export const STOP_REASONS: readonly string[] = ['max_drawdown', 'liquidated', 'ruined'];

/** Code of the stop reason, 0 when there is none; result tables write it as words (`stop_reason`). */
export default defineMetric({
  name: 'stop_code',
  summary: '1 stopped by the drawdown, 2 liquidated, 3 ruined, 0 traded to the end',
  unit: 'count',
  direction: 'none',
  compute: ({ stopReason }) => (stopReason === '' ? 0 : STOP_REASONS.indexOf(stopReason) + 1),
});
