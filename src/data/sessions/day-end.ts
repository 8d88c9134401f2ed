const DAY_MS = 86_400_000;

/**
 * Indices of the last bar of each UTC day that has a bar, oldest first.
 * A bar belongs to the day of its close time minus 1 ms, so that a bar ending at midnight belongs to the day it covers.
 */
export function dayEnds(time: Float64Array, intervalMs: number): Int32Array {
  const ends: number[] = [];
  let day = NaN;
  for (let i = 0; i < time.length; i++) {
    const next = Math.floor((time[i]! + intervalMs - 1) / DAY_MS);
    if (next === day) ends[ends.length - 1] = i;
    else ends.push(i);
    day = next;
  }
  return Int32Array.from(ends);
}
