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
  /** Longest time from one bar's open to the next, ms; 0 when there is no hole. */
  readonly longestMs: number;
  /** The longest holes, at most ten, longest first. */
  readonly longest: readonly Gap[];
}

const LISTED = 10;

/** Holes of strictly increasing stamps that lie whole intervals apart. */
export function findGaps(time: Float64Array, intervalMs: number): GapSummary {
  const gaps: Gap[] = [];
  let missing = 0;
  for (let i = 1; i < time.length; i++) {
    const step = time[i]! - time[i - 1]!;
    if (step <= intervalMs) continue;
    const lacking = Math.round(step / intervalMs) - 1;
    missing += lacking;
    gaps.push({ after: time[i - 1]!, before: time[i]!, missing: lacking });
  }
  const count = gaps.length;
  const longest = gaps.sort((a, b) => b.missing - a.missing || a.after - b.after).slice(0, LISTED);
  return { count, missing, longestMs: longest[0] ? longest[0].before - longest[0].after : 0, longest };
}
