import { nearestSteps, type Step } from '../../base/step.js';

/** Of a bar whose averages are equal or not defined yet. */
const LEVEL = -1;
/** Of a bar whose fast average lies below the slow one. */
export const FALLING = -2;

/**
 * For each bar whose fast average of the closes lies above the slow one, the bar since which it has without a break; `FALLING` where it
 * lies below, -1 where the averages are equal and before the first `slow` closes.
 *
 * Averages are sums of whole ticks, exact in doubles and divided once, so that equal averages compare equal; a close between two ticks
 * counts as the nearer. Without a tick each window is summed afresh, oldest close first.
 */
export function risingSince(close: Float64Array, tick: Step | null, fast: number, slow: number): Int32Array {
  const since = new Int32Array(close.length).fill(LEVEL);
  const spread = tick ? tickSpread(close, tick, fast, slow) : priceSpread(close, fast, slow);
  for (let i = 0; i < close.length; i++) {
    const difference = spread(i);
    if (i < slow - 1 || difference === 0) continue;
    if (difference < 0) since[i] = FALLING;
    else since[i] = i > 0 && since[i - 1]! >= 0 ? since[i - 1]! : i;
  }
  return since;
}

/** Fast average less the slow one, in ticks; to be asked bar by bar from 0. */
function tickSpread(close: Float64Array, tick: Step, fast: number, slow: number): (i: number) => number {
  const ticks = close.map((price) => nearestSteps(tick, price));
  let fastSum = 0;
  let slowSum = 0;
  return (i) => {
    fastSum += ticks[i]! - (i >= fast ? ticks[i - fast]! : 0);
    slowSum += ticks[i]! - (i >= slow ? ticks[i - slow]! : 0);
    return fastSum / fast - slowSum / slow;
  };
}

function priceSpread(close: Float64Array, fast: number, slow: number): (i: number) => number {
  const mean = (i: number, window: number): number => {
    let sum = 0;
    for (let j = Math.max(0, i - window + 1); j <= i; j++) sum += close[j]!;
    return sum / window;
  };
  return (i) => (i < slow - 1 ? 0 : mean(i, fast) - mean(i, slow));
}
