import type { AggregateKind } from '../config/settings/portfolio.js';
import type { Metric } from '../metrics/_metric.js';

/**
 * One value for the values that a metric has on independent accounts. A metric without a value on one of them has none: an account that
 * never traded must not drop out of the mean. The worst value of a metric that has no better and worse is the smallest.
 *
 * @param values one for each account, at least one
 */
export function aggregate(
  values: readonly number[],
  kind: AggregateKind,
  direction: Metric['direction'] | undefined,
): number {
  if (values.some(Number.isNaN)) return NaN;
  switch (kind) {
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'median': {
      const sorted = values.toSorted((a, b) => a - b);
      const middle = sorted.length >> 1;
      return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    }
    case 'worst':
      return direction === 'minimize' ? Math.max(...values) : Math.min(...values);
  }
}
