import os from 'node:os';
import type { RankedRow } from '../analysis/ranking.js';
import type { RowStatus } from '../analysis/result-table.js';
import { jsonText } from './json-text.js';
import { timeText } from './time-text.js';

/** What a sweep knows about itself besides its results. */
export interface SweepFacts {
  /** Version of hgopt. */
  readonly version: string;
  /** When the command began, epoch ms. */
  readonly startedAt: number;
  readonly wallSeconds: number;
  readonly workers: number;
  /** Candidates that never became trials, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Identity and faults of the data: source, symbol, rows, range, gaps, repairs. */
  readonly data: unknown;
  /** Whatever else is needed to repeat the run. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** How many rows have each status; ranked rows among the `ok` ones are counted apart. */
export function countRows(ranked: readonly RankedRow[]): Record<RowStatus | 'trials' | 'ranked', number> {
  const counts = { trials: ranked.length, ranked: 0, ok: 0, filtered: 0, pruned: 0, failed: 0 };
  for (const { rank, row } of ranked) {
    counts[row.status]++;
    if (rank !== null) counts.ranked++;
  }
  return counts;
}

/** manifest.json. The one output that tells of clock and host, hence the one that differs between equal runs. */
export function manifestJson(
  fixed: { readonly [key: string]: unknown },
  ranked: readonly RankedRow[],
  facts: SweepFacts,
): string {
  return jsonText({
    ...fixed,
    counts: countRows(ranked),
    excluded: facts.excluded,
    data: facts.data,
    ...facts.extra,
    versions: { hgopt: facts.version, node: process.version },
    host: { platform: process.platform, arch: process.arch, cpus: os.cpus().length, cpu: os.cpus()[0]?.model ?? '' },
    run: { started_at: timeText(facts.startedAt), wall_seconds: facts.wallSeconds, workers: facts.workers },
  });
}
