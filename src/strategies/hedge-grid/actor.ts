import type { Market } from '../../data/market.js';
import type { Actor } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import { createBreaker } from './breaker.js';
import { fundingGuard, type GuardState } from './funding.js';
import { admitRungs } from './gate.js';
import { buildLadders, fitRung, mustRecenter, type Ladders, type Rung } from './ladder.js';
import { GridOrders, rungKey } from './orders.js';
import type { HedgeParams } from './params.js';
import { applyPolicy, scaleRungs } from './policy.js';
import { firstCloseFrom, nextCloseOutside } from '../_next-close.js';
import type { Surroundings } from '../_strategy.js';

/** What the desk says while a daily loss pauses the entries. */
const DAILY_LOSS = 'DAILY_LOSS';
const NEVER = Number.MAX_SAFE_INTEGER;
/** Relative slack with which a close is looked at rather too early than too late. */
const SLACK = 1e-9;

/** First bar whose close may place orders, counted from the first bar of the data. */
export const firstWarmBar = ({ regime }: HedgeParams): number => Math.max(regime.ema_slow, 2 * regime.adx_len) - 1;

/**
 * A hedged grid at work. At each close that can change anything it shapes both ladders (policy, funding guard, venue, open lots, side of
 * the price, exposure) and brings the resting orders in line with them; the engine fills, exits and judges the account.
 *
 * @param regimes 1 up, -1 down, 0 sideways, one a bar
 */
export function hedgeActor(p: HedgeParams, regimes: Float64Array, market: Market, around: Surroundings): Actor {
  const { instrument, account, to } = around;
  const { close, time, intervalMs } = market;
  const last = to - 1;
  const orders = new GridOrders(p);
  const breaker = createBreaker(p.risk_management);
  const guardAt = fundingGuard(market.funding, p.funding);
  const leverage = Math.min(p.position.max_leverage_used, account.leverage);
  const trigger = p.rebalance.recenter_trigger_bps / 10_000;
  let center = 0;
  let ladders: Ladders = { long: [], short: [], step: 0, isTruncated: false };
  let refusals = 0;
  let refused = new Set<number>();
  const counts = { recenters: 0, cap_truncations: 0, rejected_exposure: 0 };

  const fitted = (rungs: readonly Rung[]): Rung[] => rungs.map((r) => fitRung(r, instrument)).filter((r) => r !== null);

  const recenter = (price: number): void => {
    center = price;
    ladders = buildLadders(center, p, instrument);
    counts.recenters++;
    if (ladders.isTruncated) counts.cap_truncations++;
  };

  /** Rungs that the account admits, a kept order with its own price and quantity, by level, long before short. */
  const admit = (rungs: readonly Rung[], desk: Desk): readonly Rung[] => {
    if (!p.risk_management.enable_position_validation) return rungs;
    const state = {
      wallet: desk.cash,
      center,
      lots: desk.lots,
      leverage,
      maintenanceRate: account.maintenanceRate,
    };
    const own = rungs.map((rung) => orders.keptFor(rung) ?? rung);
    const admitted = admitRungs(own, state, p.position);
    const passed = new Set(admitted.map(rungKey));
    const turnedAway = new Set(rungs.map(rungKey).filter((key) => !passed.has(key)));
    for (const key of turnedAway) if (!refused.has(key)) counts.rejected_exposure++;
    refused = turnedAway;
    return admitted;
  };

  /** The next close that could place or withdraw a rung, or move the center. */
  const nextClose = (i: number, wanted: readonly Rung[]): number => {
    let above = center * (1 + trigger) * (1 - SLACK);
    let below = center * (1 - trigger) * (1 + SLACK);
    for (const rung of wanted) {
      if (orders.at(rung)?.price === rung.price) continue;
      // A rung that does not rest at its price waits for the close to come to its side of it, or leaves when it is no longer there.
      if (rung.price >= close[i]!) above = Math.min(above, rung.price);
      if (rung.price <= close[i]!) below = Math.max(below, rung.price);
    }
    return nextCloseOutside(market, i + 1, to, below, above);
  };

  const nextRegime = (i: number): number => {
    let next = i + 1;
    while (next < last && regimes[next] === regimes[i]) next++;
    return next;
  };

  const trendBars = (): number => {
    let bars = 0;
    for (let i = around.from; i < to; i++) if (regimes[i] !== 0) bars++;
    return bars;
  };

  const work = (i: number, desk: Desk): number => {
    const price = close[i]!;
    const guard: GuardState = guardAt(time[i]! + intervalMs);
    if (mustRecenter(center, price, p.rebalance.recenter_trigger_bps)) recenter(price);
    const shaped = applyPolicy(ladders, regimes[i]!, p.policy);
    const long = fitted(scaleRungs(shaped.long, guard.long));
    const short = fitted(scaleRungs(shaped.short, guard.short));
    const held = new Set(p.grid.rearm === 'after_exit' ? desk.lots.map(({ side, tag }) => side * tag) : []);
    const wanted = [...long, ...short]
      .filter((rung) => !held.has(rungKey(rung)))
      .sort((a, b) => a.level - b.level || b.side - a.side);
    const placeable = wanted.filter(
      (rung) => rung.side * (price - rung.price) > 0 || orders.at(rung)?.price === rung.price,
    );
    orders.apply(admit(placeable, desk), ladders.step, desk);
    if (orders.hasRejected) return i + 1;
    const guardBar = guard.until === Infinity ? NEVER : firstCloseFrom(market, i + 1, to, guard.until);
    return Math.min(nextClose(i, wanted), nextRegime(i), guardBar);
  };

  return {
    warmup: Math.max(around.from, firstWarmBar(p)),
    get counters() {
      const { added, replaced, cancelled } = orders;
      return {
        ...counts,
        post_only_rejects: refusals,
        breaker_trips: breaker.trips,
        trend_bars: trendBars(),
        grid_orders_added: added,
        grid_orders_replaced: replaced,
        grid_orders_cancelled: cancelled,
      };
    },
    onBar(i, desk) {
      breaker.note(time[i]!, desk.refusals - refusals);
      refusals = desk.refusals;
      orders.refresh(desk);
      const isStopped = desk.halted !== '' && desk.halted !== DAILY_LOSS;
      // Refusals of the bar whose loss pauses the day trip the breaker all the same.
      const isPaused = !isStopped && breaker.isPaused(time[i]!, time[i]! + intervalMs);
      if (desk.halted !== '') {
        orders.clear();
        return NEVER;
      }
      if (i === last) return NEVER;
      if (isPaused) {
        orders.cancelAll(desk);
        return firstCloseFrom(market, i + 1, to, breaker.pausedUntil);
      }
      return work(i, desk);
    },
  };
}
