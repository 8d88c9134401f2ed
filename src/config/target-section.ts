import { ConfigError, type Finding } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';
import { loadMetrics, metricNames } from '../metrics/load.js';
import type { ConfigDocument, ValuePath } from './yaml/document.js';

/** What a sweep looks for. */
export interface SweepTarget {
  readonly metric: string;
  readonly direction: 'maximize' | 'minimize';
}

/** Bounds that a result must keep, both inclusive, to be ranked. */
export interface SweepFilter {
  readonly metric: string;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** What is said of a metric that there is not. */
export const unknownMetric = (name: string, place: string, known: readonly string[]): Finding => ({
  code: 'HG-CONFIG-020',
  place,
  value: name,
  rule: `there is no metric of that name; known: ${known.join(', ')}`,
  hint: didYouMean(name, known),
});

/**
 * The metric to rank by; its direction is its own.
 *
 * @throws ConfigError HG-CONFIG-020 for an unknown metric, -023 for one that has no better and worse
 */
export async function targetOf(name: string, document: ConfigDocument): Promise<SweepTarget> {
  const known = metricNames();
  const place = document.place(['metric']);
  if (!known.includes(name)) throw new ConfigError(unknownMetric(name, place, known));
  const [metric] = await loadMetrics([name]);
  if (metric !== undefined && metric.direction !== 'none') return { metric: name, direction: metric.direction };
  const targets = (await loadMetrics()).filter((m) => m.direction !== 'none').map((m) => m.name);
  throw new ConfigError({
    code: 'HG-CONFIG-023',
    place,
    value: name,
    rule: 'no value of this metric is better than another, so nothing can be ranked by it',
    hint: `choose one of: ${targets.join(', ')}`,
  });
}

/** Metric that a short name means: trades, sharpe, drawdown. */
const metricFor = (name: string, known: readonly string[]): string | undefined =>
  [name, `${name}_ratio`, `total_${name}`, `max_${name}`].find((candidate) => known.includes(candidate));

/**
 * Result filters: `{metric: bound}` is a minimum, or a maximum for a metric that is better when smaller; `min_<metric>` and
 * `max_<metric>` say which.
 *
 * @throws ConfigError HG-CONFIG-020 for a name that is no metric
 */
export async function filtersOf(
  section: Readonly<Record<string, number>>,
  extra: readonly string[],
  document: ConfigDocument,
  at: ValuePath = ['filters'],
): Promise<readonly SweepFilter[]> {
  const known = [...metricNames(), ...extra];
  const findings: Finding[] = [];
  const filters: SweepFilter[] = [];
  for (const [name, bound] of Object.entries(section)) {
    const [, side, short = ''] = /^(min|max)_(.+)$/.exec(name) ?? [];
    const bounded = side === undefined ? undefined : metricFor(short, known);
    if (known.includes(name)) {
      const [metric] = extra.includes(name) ? [] : await loadMetrics([name]);
      filters.push(
        metric?.direction === 'minimize' ? { metric: name, maximum: bound } : { metric: name, minimum: bound },
      );
    } else if (bounded !== undefined) {
      filters.push(side === 'min' ? { metric: bounded, minimum: bound } : { metric: bounded, maximum: bound });
    } else {
      findings.push(unknownMetric(name, document.place([...at, name], 'key'), known));
    }
  }
  if (findings.length > 0) throw new ConfigError(findings);
  return filters;
}
