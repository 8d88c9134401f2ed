import { firstAtLeast } from '../base/sorted.js';
import type { Market } from '../data/market.js';
import type { RunWindow } from '../engine/rules.js';
import type { Timeline } from '../engine/timeline.js';

/** The bars of one instrument that lie in a window of frames; empty when it has none there. */
export function barWindow({ time }: Market, timeline: Timeline, { from, to }: RunWindow): RunWindow {
  const barAt = (frame: number): number =>
    frame < timeline.length ? firstAtLeast(time, timeline.time[frame]!) : time.length;
  return { from: barAt(from), to: barAt(to) };
}

/** The frames that hold the windows of all instruments. */
export function frameWindow(markets: readonly Market[], windows: readonly RunWindow[], timeline: Timeline): RunWindow {
  let [first, last] = [timeline.length, -1];
  windows.forEach(({ from, to }, k) => {
    if (from >= to) return;
    first = Math.min(first, firstAtLeast(timeline.time, markets[k]!.time[from]!));
    last = Math.max(last, firstAtLeast(timeline.time, markets[k]!.time[to - 1]!));
  });
  return { from: Math.min(first, last + 1), to: last + 1 };
}
