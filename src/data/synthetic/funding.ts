import { createRng } from '../../base/rng.js';
import type { FundingSeries } from '../funding-columns.js';

const EIGHT_HOURS = 8 * 3_600_000;
/** What the rate returns to, how much of it carries over, and how far one settlement may move it. */
const NORMAL_RATE = 0.0001;
const CARRY = 0.9;
const MOVE = 0.0004;

/** Made-up funding every eight hours over the time of the bars: a seeded walk that returns to one basis point, in steps of 1e-8. */
export function synthesizeFunding(
  seed: number,
  { time, intervalMs }: { readonly time: Float64Array; readonly intervalMs: number },
): FundingSeries {
  const rng = createRng(seed, 'funding');
  const times: number[] = [];
  const rates: number[] = [];
  let rate = NORMAL_RATE;
  const end = time.length === 0 ? 0 : time[time.length - 1]! + intervalMs;
  for (let t = Math.ceil((time[0] ?? 0) / EIGHT_HOURS) * EIGHT_HOURS; t < end; t += EIGHT_HOURS) {
    rate = NORMAL_RATE + CARRY * (rate - NORMAL_RATE) + MOVE * (rng() - 0.5);
    times.push(t);
    rates.push(Math.round(rate * 1e8) / 1e8);
  }
  return { time: times, rate: rates };
}
