import { DAY_MS } from '../../base/time.js';

/** A hole in the series: bars stand at `after` and `before` and none between. */
export interface Gap {
  readonly after: number;
  readonly before: number;
  /** Bars that would fit in. */
  readonly missing: number;
}

export interface GapSummary {
  /** How many holes there are, and how many bars they lack in all. */
  readonly count: number;
  readonly missing: number;
  /** Longest time from one bar's open to the next across a hole, ms; 0 when there is no hole. */
  readonly longestMs: number;
  /** The longest holes, at most ten, longest first. */
  readonly longest: readonly Gap[];
  /** UTC days of the week (0 = Sunday) on which no daily bar ever opens; they are no holes. */
  readonly closed: readonly number[];
}

const LISTED = 10;
/** Daily bars from which the days of the week are told on which a market is closed. */
const TELLING = 20;

/**
 * Holes of strictly increasing stamps that lie whole intervals apart. The days of the week on which daily bars never open are none, nor is
 * the time between two sessions; a holiday is one.
 *
 * @param session number of each bar's session, where the market has sessions
 */
export function findGaps(time: Float64Array, intervalMs: number, session: Int32Array | null = null): GapSummary {
  const closed = intervalMs === DAY_MS && time.length >= TELLING ? closedDays(time) : [];
  const gaps: Gap[] = [];
  let missing = 0;
  for (let i = 1; i < time.length; i++) {
    const step = time[i]! - time[i - 1]!;
    if (step <= intervalMs || (session && session[i] !== session[i - 1])) continue;
    const lacking = Math.round(step / intervalMs) - 1 - closedBetween(time[i - 1]!, time[i]!, closed);
    if (lacking === 0) continue;
    missing += lacking;
    gaps.push({ after: time[i - 1]!, before: time[i]!, missing: lacking });
  }
  const count = gaps.length;
  const longest = gaps.sort((a, b) => b.missing - a.missing || a.after - b.after).slice(0, LISTED);
  return { count, missing, longestMs: longest[0] ? longest[0].before - longest[0].after : 0, longest, closed };
}

/** 1970-01-01 was a Thursday. */
const weekday = (time: number): number => (Math.floor(time / DAY_MS) + 4) % 7;

function closedDays(time: Float64Array): number[] {
  const open = new Set<number>();
  for (const t of time) open.add(weekday(t));
  return [1, 2, 3, 4, 5, 6, 0].filter((day) => !open.has(day));
}

function closedBetween(after: number, before: number, closed: readonly number[]): number {
  if (closed.length === 0) return 0;
  let count = 0;
  for (let t = after + DAY_MS; t < before; t += DAY_MS) if (closed.includes(weekday(t))) count++;
  return count;
}
