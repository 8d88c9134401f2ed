import { DataError } from '../base/errors.js';
import { DAY_MS, formatInterval, formatTime } from '../base/time.js';
import { SOURCE_NAMES, type SourceName } from './market.js';

type Columns = Readonly<Record<SourceName, Float64Array>>;

/** How well the longer bars are filled. */
export interface Coverage {
  /** Interval of the bars that were summed up, ms. */
  readonly fromMs: number;
  /** Bars that lack some of their parts, and the share of parts the poorest one has. */
  readonly partial: number;
  readonly least: number;
  /** First and last bars left out because the data begin or end inside them. */
  readonly dropped: number;
}

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, a Monday. */
const MONDAY_MS = 4 * DAY_MS;

/**
 * Sums bars up to a longer interval: first open, highest high, lowest low, last close, volumes added in time order.
 * **shape**: one bar a bucket that has any; buckets begin at multiples of the interval since 1970 in UTC, weeks on Mondays. The first bucket is left out when
 * its first part is absent, the last one when its last part is; holes inside a bucket only lower its coverage.
 *
 * @throws DataError when the interval is no multiple, the stamps do not fit the buckets, or no bucket is complete
 */
export function resample(
  columns: Columns,
  fromMs: number,
  toMs: number,
  label: string,
): { columns: Columns; coverage: Coverage } {
  const anchor = toMs % WEEK_MS === 0 ? MONDAY_MS : 0;
  const { time } = columns;
  requireFit(time, fromMs, toMs, anchor, label);
  const n = time.length;
  const bucketOf = (i: number) => Math.floor((time[i]! - anchor) / toMs) * toMs + anchor;
  const starts: number[] = [];
  for (let i = 0; i < n; i++) if (i === 0 || bucketOf(i) !== bucketOf(i - 1)) starts.push(i);
  const isHeadless = n > 0 && time[0] !== bucketOf(0);
  const isTailless = n > 0 && time[n - 1]! + fromMs !== bucketOf(n - 1) + toMs;
  const kept = starts.map((from, b) => [from, starts[b + 1] ?? n] as const);
  if (isTailless) kept.pop();
  if (isHeadless) kept.shift();
  if (kept.length === 0) {
    throw new DataError({
      code: 'HG-DATA-055',
      place: label,
      value: formatInterval(toMs),
      rule: `the bars fill at least one whole bar of ${formatInterval(toMs)}`,
      hint: 'choose a shorter interval or a longer period',
    });
  }
  const out = Object.fromEntries(SOURCE_NAMES.map((name) => [name, new Float64Array(kept.length)])) as Record<
    SourceName,
    Float64Array
  >;
  const parts = toMs / fromMs;
  let partial = 0;
  let least = 1;
  kept.forEach(([from, to], b) => {
    fillBucket(columns, from, to, out, b);
    out.time[b] = bucketOf(from);
    if (to - from < parts) partial++;
    least = Math.min(least, (to - from) / parts);
  });
  return { columns: out, coverage: { fromMs, partial, least, dropped: starts.length - kept.length } };
}

function fillBucket(
  columns: Columns,
  from: number,
  to: number,
  out: Record<SourceName, Float64Array>,
  b: number,
): void {
  let high = -Infinity;
  let low = Infinity;
  let volume = 0;
  for (let i = from; i < to; i++) {
    if (columns.high[i]! > high) high = columns.high[i]!;
    if (columns.low[i]! < low) low = columns.low[i]!;
    volume += columns.volume[i]!;
  }
  out.open[b] = columns.open[from]!;
  out.high[b] = high;
  out.low[b] = low;
  out.close[b] = columns.close[to - 1]!;
  out.volume[b] = volume;
}

function requireFit(time: Float64Array, fromMs: number, toMs: number, anchor: number, label: string): void {
  const [from, to] = [formatInterval(fromMs), formatInterval(toMs)];
  if (toMs <= fromMs || toMs % fromMs !== 0) {
    throw new DataError({
      code: 'HG-DATA-054',
      place: label,
      value: to,
      rule: `bars of ${from} are summed up to a multiple of ${from}`,
      hint: 'choose such an interval for resample',
    });
  }
  if (time.length > 0 && (time[0]! - anchor) % fromMs !== 0) {
    throw new DataError({
      code: 'HG-DATA-054',
      place: `${label} (${formatTime(time[0]!)})`,
      value: to,
      rule: `bars of ${from} that are summed up begin at multiples of ${from} in UTC`,
      hint: 'use the bars as they are',
    });
  }
}
