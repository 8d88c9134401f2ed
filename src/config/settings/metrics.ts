import { z } from 'zod';
import { isInterval, parseInterval } from '../../base/time.js';
import type { ReturnRules } from '../../engine/rules.js';
import { gridScoreSettings } from './grid-score.js';

/** How results are measured. */
export const metricSettings = z
  .strictObject({
    returns: z
      .enum(['day', 'bar'])
      .default('day')
      .describe('returns that ratios are made of: UTC-day closes, or every bar'),
    interval: z
      .string()
      .refine(isInterval, 'an interval is a whole number and one of ms, s, m, h, d, w, such as 4h')
      .optional()
      .describe('with returns: bar, time between samples of the equity, a multiple of the bars; default: every bar'),
    returns_kind: z
      .enum(['simple', 'log'])
      .optional()
      .describe('with returns: bar, growth less one, the default, or its natural logarithm'),
    risk_free_rate: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('fraction a year that Sharpe and Sortino ratio count as earned without risk'),
    periods_per_year: z
      .number()
      .min(1)
      .optional()
      .describe('returns a year, for annualised figures; default: those of the calendar of the venue'),
    hedge_grid_score: gridScoreSettings.prefault({}).describe('how the metric of that name weighs its ratios'),
  })
  .superRefine(({ returns, interval, returns_kind }, context) => {
    if (returns === 'bar') return;
    for (const [name, value] of Object.entries({ interval, returns_kind })) {
      if (value === undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `${name} has no effect on daily returns; set returns: bar`,
      });
    }
  });
type MetricSettings = z.output<typeof metricSettings>;

/** Time between the samples of the equity, ms; null = as long as a bar. */
export const metricsMs = ({ interval }: MetricSettings): number | null =>
  interval === undefined ? null : parseInterval(interval);

/** When the equity is sampled. */
export const sampledEvery = (metrics: MetricSettings): ReturnRules['every'] =>
  metrics.returns === 'day' ? 'day' : metricsMs(metrics);
