import type { ReturnRules } from '../rules.js';
import type { Timeline } from '../timeline.js';

const known = new WeakMap<Timeline, Map<number, Int32Array>>();

/**
 * Frames at whose close the equity is sampled, ascending: the last of each interval that has one; null when every frame is. A close at the
 * very end of an interval belongs to it.
 *
 * @param every length of an interval in ms, `day` for UTC days, null for every frame
 */
export function sampleEnds(timeline: Timeline, every: ReturnRules['every']): Int32Array | null {
  if (every === null) return null;
  if (every === 'day') return timeline.dayEnd;
  const lists = known.get(timeline) ?? new Map<number, Int32Array>();
  known.set(timeline, lists);
  const ends = lists.get(every) ?? intervalEnds(timeline, every);
  lists.set(every, ends);
  return ends;
}

function intervalEnds({ time, intervalMs, length }: Timeline, every: number): Int32Array {
  const intervalOf = (frame: number): number => Math.floor((time[frame]! + intervalMs - 1) / every);
  const ends: number[] = [];
  for (let frame = 0; frame < length; frame++) {
    if (frame + 1 === length || intervalOf(frame + 1) !== intervalOf(frame)) ends.push(frame);
  }
  return Int32Array.from(ends);
}
