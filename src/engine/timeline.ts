import type { Market } from '../data/market.js';
import { dayEnds } from '../data/sessions/day-end.js';

/**
 * The moments of a run: the union of its instruments' bars, oldest first. With one instrument a frame is a bar. Instruments of one run have
 * bars of one length.
 */
export interface Timeline {
  readonly length: number;
  /** Open of each frame, UTC epoch ms. */
  readonly time: Float64Array;
  readonly intervalMs: number;
  /** Last frame of each UTC day that has one. */
  readonly dayEnd: Int32Array;
  /** For each instrument the bar of each frame, -1 where it has none; null when frames are bars. */
  readonly bars: readonly Int32Array[] | null;
}

/** @param markets in the order of the run; at least one */
export function timelineOf(markets: readonly Market[]): Timeline {
  const [first] = markets;
  if (!first) throw new RangeError('a run needs an instrument');
  if (markets.length === 1) {
    return { length: first.length, time: first.time, intervalMs: first.intervalMs, dayEnd: first.dayEnd, bars: null };
  }
  if (markets.some((m) => m.intervalMs !== first.intervalMs)) {
    throw new RangeError('the instruments of one run need bars of one length');
  }
  const moments = new Set<number>();
  for (const { time } of markets) for (let i = 0; i < time.length; i++) moments.add(time[i]!);
  const time = Float64Array.from(moments).sort();
  const bars = markets.map((market) => {
    const column = new Int32Array(time.length).fill(-1);
    let bar = 0;
    for (let f = 0; f < time.length; f++) if (market.time[bar] === time[f]) column[f] = bar++;
    return column;
  });
  return { length: time.length, time, intervalMs: first.intervalMs, dayEnd: dayEnds(time, first.intervalMs), bars };
}

/**
 * First frame in [from, last] at which an instrument shows its bar `bar` or a later one; `last` when there is none.
 *
 * @param bars the instrument's bar of each frame, -1 where it has none
 */
export function firstFrameFrom(bars: Int32Array, bar: number, from: number, last: number): number {
  let low = from;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    // A frame without a bar says nothing of the order; the latest bar at or before it does.
    let k = middle;
    while (k >= from && bars[k]! < 0) k--;
    if (k >= from && bars[k]! >= bar) high = middle;
    else low = middle + 1;
  }
  return low;
}
