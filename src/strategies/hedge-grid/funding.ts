import type { FundingColumns } from '../../data/market.js';
import type { HedgeParams } from './params.js';

const MINUTE = 60_000;
const EIGHT_HOURS = 480 * MINUTE;
/** Parts of the window in which the scale stays the same. */
const PARTS = 8;
/** Relative slack of the cost, a product of a published rate. */
const SLACK = 1e-9;

/**
 * Factor for the quantities of the side that pays funding.
 *
 * @param rate of eight hours, fraction
 * @param minutes until the settlement, > 0
 */
export function guardScale(rate: number, minutes: number, funding: HedgeParams['funding']): number {
  const window = funding.funding_window_minutes;
  const cost = (Math.abs(rate) * 10_000 * window) / 480;
  if (minutes > window || cost <= funding.funding_max_cost_bps * (1 + SLACK)) return 1;
  return Math.min(1, Math.ceil((PARTS * minutes) / window) / PARTS);
}

/** What the guard says at a moment, and the next moment at which it may say something else. */
export interface GuardState {
  readonly long: number;
  readonly short: number;
  /** UTC epoch ms. */
  readonly until: number;
}

/**
 * Follows the settlements. The rate is that of the last settlement so far; before the first there is no guard. Ask in order of time.
 */
export function fundingGuard(series: FundingColumns | undefined, funding: HedgeParams['funding']) {
  let next = 0;
  return (time: number): GuardState => {
    if (!series) return { long: 1, short: 1, until: Infinity };
    while (next < series.time.length && series.time[next]! <= time) next++;
    const upcoming =
      next < series.time.length ? series.time[next]! : (Math.floor(time / EIGHT_HOURS) + 1) * EIGHT_HOURS;
    if (next === 0) return { long: 1, short: 1, until: upcoming };
    const rate = series.rate[next - 1]!;
    const minutes = (upcoming - time) / MINUTE;
    const scale = guardScale(rate, minutes, funding);
    const isIdle = guardScale(rate, 0, funding) === 1;
    const part = funding.funding_window_minutes / PARTS;
    const left = Math.min(PARTS, Math.ceil(minutes / part) - 1);
    const until = isIdle ? upcoming : Math.min(upcoming, upcoming - left * part * MINUTE);
    return { long: rate > 0 ? scale : 1, short: rate < 0 ? scale : 1, until };
  };
}
