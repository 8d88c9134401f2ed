import { firstAtLeast } from '../../base/sorted.js';
import { addMonths, DAY_MS } from '../../base/time.js';
import type { SplitBars } from './_splitter.js';

/** A length of data: calendar months, days of 24 hours, and bars, in this order. */
export interface Length {
  readonly months: number;
  readonly days: number;
  readonly bars: number;
}

const LENGTH = /^([1-9]\d{0,6})(M|w|d|bars)$/;

export const isLength = (text: string): boolean => LENGTH.test(text);

/**
 * Reads `6M` (calendar months), `2w`, `180d` or `500bars`.
 *
 * @throws RangeError saying what a length is
 */
export function parseLength(text: string): Length {
  const match = LENGTH.exec(text);
  if (!match) throw new RangeError(`a length is a whole number and one of M, w, d, bars, such as 6M, not "${text}"`);
  const count = Number(match[1]);
  const unit = match[2]!;
  return {
    months: unit === 'M' ? count : 0,
    days: unit === 'd' ? count : unit === 'w' ? 7 * count : 0,
    bars: unit === 'bars' ? count : 0,
  };
}

/** `times` lengths `a` and one of each of `others`. Months add up as months, so that steps do not drift where a month lacks a day. */
export const sumOf = (times: number, a: Length, ...others: readonly Length[]): Length =>
  others.reduce((sum, b) => ({ months: sum.months + b.months, days: sum.days + b.days, bars: sum.bars + b.bars }), {
    months: times * a.months,
    days: times * a.days,
    bars: times * a.bars,
  });

/** An edge between spans. */
export interface Edge {
  /** UTC ms; infinite when it lies beyond the data. */
  readonly time: number;
  /** First bar at or after it. */
  readonly bar: number;
}

/** The edge that lies a length after the first bar. The day of the month is cut to the month's last (31 January + 1M = 28 or 29 February). */
export function edgeAfter({ months, days, bars }: Length, { time, end }: SplitBars): Edge {
  const start = addMonths(time[0]!, months) + days * DAY_MS;
  const bar = firstAtLeast(time, start) + bars;
  if (bars === 0) return { time: start <= end ? start : Infinity, bar };
  return { time: bar < time.length ? time[bar]! : bar === time.length ? end : Infinity, bar };
}
