import { DAY_MS, formatTime } from '../../base/time.js';

const FACTOR = 15;
const MIN_BARS = 30;
const SHOWN = 3;

/**
 * Days from which on volume is counted differently: the mean volume a bar is more than 15 times that of the day before, or less than a fifteenth.
 * Only days of 30 bars and more are compared; single bars jump for many reasons.
 *
 * @returns one sentence, or null when there is no such day
 */
export function volumeJumps(time: Float64Array, volume: Float64Array): string | null {
  const jumps: string[] = [];
  let before = NaN;
  for (let from = 0; from < time.length;) {
    const day = Math.floor(time[from]! / DAY_MS);
    let sum = 0;
    let to = from;
    for (; to < time.length && Math.floor(time[to]! / DAY_MS) === day; to++) sum += volume[to]!;
    const mean = to - from >= MIN_BARS ? sum / (to - from) : NaN;
    const ratio = mean / before;
    if (mean > 0 && before > 0 && (ratio > FACTOR || ratio < 1 / FACTOR)) {
      jumps.push(
        `${formatTime(day * DAY_MS).slice(0, 10)} (x${ratio > 1 ? Math.round(ratio) : Math.round(ratio * 1e3) / 1e3})`,
      );
    }
    if (!Number.isNaN(mean)) before = mean;
    from = to;
  }
  if (jumps.length === 0) return null;
  const more = jumps.length > SHOWN ? ` and ${jumps.length - SHOWN} more days` : '';
  return `volume jumps from one day to the next, as if two feeds were mixed: ${jumps.slice(0, SHOWN).join(', ')}${more}`;
}
