import type { ActorTable } from '../../engine/record/record.js';
import type { OpeningRange } from './ranges.js';

/** A closed trade as the summaries of a recorded run see it. */
export interface ScoredTrade {
  /** Net result in multiples of the initial risk. */
  readonly result: number;
  readonly score: number;
  /** Flag of each factor at the bar that ordered the entry, in the direction of the trade; null where the factor is disabled. */
  readonly flags: Readonly<Record<string, number | null>>;
}

/** Width of a bucket of scores. */
const BUCKET = 0.5;

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const winRate = (trades: readonly ScoredTrade[]): number | null =>
  meanOf(trades.map(({ result }) => (result > 0 ? 1 : 0)));

const meanResult = (trades: readonly ScoredTrade[]): number | null => meanOf(trades.map(({ result }) => result));

const difference = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

/** score_buckets: closed trades by the score of their entry, in steps of 0.5 from `score_from` inclusive to `score_to` exclusive. */
export function scoreBuckets(trades: readonly ScoredTrade[]): ActorTable {
  const buckets = new Map<number, ScoredTrade[]>();
  for (const trade of trades) {
    const bucket = Math.floor(trade.score / BUCKET + 1e-9);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), trade]);
  }
  const rows = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, of]) => [
      ...[bucket * BUCKET, (bucket + 1) * BUCKET, of.length, winRate(of), meanResult(of)],
      of.reduce((sum, { result }) => sum + result, 0),
    ]);
  return { columns: ['score_from', 'score_to', 'trades', 'win_rate', 'average_r', 'total_r'], rows };
}

/**
 * factor_attribution: for each enabled factor the closed trades whose entry it spoke for and those it did not, and what the former have over
 * the latter. A value without trades is empty.
 */
export function factorAttribution(trades: readonly ScoredTrade[], factors: readonly string[]): ActorTable {
  const rows = factors.flatMap((factor) => {
    const judged = trades.filter(({ flags }) => flags[factor] !== null);
    if (judged.length === 0) return [];
    const present = judged.filter(({ flags }) => flags[factor] === 1);
    const absent = judged.filter(({ flags }) => flags[factor] !== 1);
    return [
      [
        ...[factor, present.length, winRate(present), meanResult(present)],
        ...[absent.length, winRate(absent), meanResult(absent)],
        difference(winRate(present), winRate(absent)),
        difference(meanResult(present), meanResult(absent)),
      ],
    ];
  });
  return {
    columns: [
      ...['factor', 'present_trades', 'present_win_rate', 'present_average_r'],
      ...['absent_trades', 'absent_win_rate', 'absent_average_r', 'win_rate_delta', 'average_r_delta'],
    ],
    rows,
  };
}

/** or_stats: sessions with an opening range by their length and by why they were not traded; mean and extreme widths, price and in ranges. */
export function rangeStatistics(ranges: readonly OpeningRange[]): ActorTable {
  const groups = new Map<string, OpeningRange[]>();
  for (const range of ranges) {
    const key = `${range.minutes} ${range.valid ? 'valid' : range.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), range]);
  }
  const rows = [...groups.values()]
    .sort(([a], [b]) => a!.minutes - b!.minutes || (verdict(a!) < verdict(b!) ? -1 : 1))
    .map((of) => {
      const widths = of.map(({ high, low }) => high - low).filter((width) => !Number.isNaN(width));
      const ratios = of.map(({ widthRatio }) => widthRatio).filter((ratio) => !Number.isNaN(ratio));
      return [
        ...[of[0]!.minutes, verdict(of[0]!), of.length, meanOf(widths)],
        ...(widths.length > 0 ? [Math.min(...widths), Math.max(...widths)] : [null, null]),
        meanOf(ratios),
      ];
    });
  return {
    columns: ['minutes', 'verdict', 'sessions', 'mean_width', 'least_width', 'largest_width', 'mean_width_atr'],
    rows,
  };
}

const verdict = ({ valid, reason }: OpeningRange): string => (valid ? 'valid' : reason);
