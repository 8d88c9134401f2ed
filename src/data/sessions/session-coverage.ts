import { DAY_MS, formatTime } from '../../base/time.js';
import type { FoundSessions } from './session-columns.js';

/** Share of its scheduled bars that a session may lack and still count as whole. */
const TOLERANCE = 0.05;
const LISTED = 50;

/** A session that lacks more than 5 % of the bars that its schedule has room for. */
export interface ShortSession {
  /** Local date, YYYY-MM-DD. */
  readonly date: string;
  readonly bars: number;
  readonly scheduled: number;
}

/** How the bars of a market fill its sessions. */
export interface SessionCoverage {
  readonly count: number;
  /** Bars outside of sessions, which were left out. */
  readonly outside: number;
  /** Mondays to Fridays between the first and the last session on which no bar opens, holidays among them; at most the first 50. */
  readonly withoutBars: readonly string[];
  readonly withoutBarsCount: number;
  /** Sessions that lack bars, half days without an early close among them; at most the first 50. */
  readonly short: readonly ShortSession[];
  readonly shortCount: number;
  /** Bars inside sessions in which nothing was traded. */
  readonly zeroVolume: number;
}

/** @param volume of all bars, those outside of sessions included */
export function sessionCoverage(
  { kept, columns, lengths }: FoundSessions,
  volume: Float64Array,
  intervalMs: number,
): SessionCoverage {
  const { day, index } = columns;
  const bars = new Int32Array(day.length);
  let zeroVolume = 0;
  for (let k = 0; k < kept.length; k++) {
    bars[index[k]!]!++;
    if (volume[kept[k]!] === 0) zeroVolume++;
  }
  const short: ShortSession[] = [];
  const withoutBars: string[] = [];
  let [shortCount, withoutBarsCount] = [0, 0];
  for (let s = 0; s < day.length; s++) {
    for (let d = s === 0 ? day[0]! : day[s - 1]! + 1; d < day[s]!; d++) {
      if (!isWeekday(d)) continue;
      if (withoutBarsCount++ < LISTED) withoutBars.push(dateText(d));
    }
    const scheduled = Math.ceil(lengths[s]! / intervalMs);
    if (bars[s]! >= scheduled * (1 - TOLERANCE)) continue;
    if (shortCount++ < LISTED) short.push({ date: dateText(day[s]!), bars: bars[s]!, scheduled });
  }
  const outside = volume.length - kept.length;
  return { count: day.length, outside, withoutBars, withoutBarsCount, short, shortCount, zeroVolume };
}

const dateText = (day: number): string => formatTime(day * DAY_MS).slice(0, 10);

/** 1970-01-01 was a Thursday. */
const isWeekday = (day: number): boolean => {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
};
