import { floorSteps, nearestSteps, stepValue, type Step } from '../../base/step.js';
import { power } from '../../base/power.js';
import type { InstrumentRules } from '../../engine/rules.js';
import type { HedgeParams } from './params.js';

/** One order of a ladder: `level` counts from the center and stays the rung's own whatever happens to the others. */
export interface Rung {
  /** +1 long: a buy below the center; -1 short: a sell above. */
  readonly side: 1 | -1;
  readonly level: number;
  readonly price: number;
  readonly quantity: number;
}

export interface Ladders {
  readonly long: readonly Rung[];
  readonly short: readonly Rung[];
  /** Distance of the rungs, quote currency, neither compounded nor rounded. */
  readonly step: number;
  /** Whether the inventory cap cut a side. */
  readonly isTruncated: boolean;
}

/** What computed amounts may exceed a strict limit by, relatively: rounding never trips it. */
export const TOLERANCE = 1e-12;

/**
 * Both ladders around a center, nearest rung first. Quantities are rounded half up to five decimals, or to a hundredth of the lot where that
 * is finer; prices to the tick. A side whose full value exceeds the inventory cap loses its outermost rungs.
 *
 * @throws Error when the cap is exceeded and `on_cap_breach` is error
 */
export function buildLadders(center: number, { grid, rebalance }: HedgeParams, instrument: InstrumentRules): Ladders {
  const step = (center * grid.grid_step_bps) / 10_000;
  let isTruncated = false;
  const ladder = (side: 1 | -1, levels: number): Rung[] => {
    const rungs: Rung[] = [];
    let inventory = 0;
    for (let level = 1; level <= levels; level++) {
      const price = onTick(center - side * level * step, instrument.tick);
      const quantity = roundQuantity(grid.base_qty * power(grid.qty_scale, level - 1), instrument.lot);
      inventory += quantity;
      if (inventory * center > rebalance.max_inventory_quote * (1 + TOLERANCE)) {
        if (rebalance.on_cap_breach === 'error') {
          throw new Error(
            `the ladder exceeds rebalance.max_inventory_quote at a center of ${center}: ${level} rungs are worth ${inventory * center}`,
          );
        }
        isTruncated = true;
        break;
      }
      rungs.push({ side, level, price, quantity });
    }
    return rungs;
  };
  const long = ladder(1, grid.grid_levels_long);
  const short = ladder(-1, grid.grid_levels_short);
  return { long, short, step, isTruncated };
}

const onTick = (price: number, tick: Step | null): number =>
  tick ? stepValue(tick, nearestSteps(tick, price)) : price;

const FIVE_DECIMALS: Step = { m: 1, scale: 100_000 };

function roundQuantity(quantity: number, lot: Step | null): number {
  const isFiner = lot !== null && lot.m / (lot.scale * 100) < 1 / FIVE_DECIMALS.scale;
  const step = isFiner ? { m: lot.m, scale: lot.scale * 100 } : FIVE_DECIMALS;
  return stepValue(step, nearestSteps(step, quantity));
}

/** The rung as the venue takes it, its quantity cut to whole lots; null where the venue would not. */
export function fitRung(rung: Rung, instrument: InstrumentRules): Rung | null {
  const { lot, minQuantity, maxQuantity, minNotional, maxNotional } = instrument;
  let quantity = lot ? stepValue(lot, floorSteps(lot, rung.quantity)) : rung.quantity;
  if (minQuantity !== null && quantity < minQuantity) return null;
  if (maxQuantity !== null && quantity > maxQuantity) quantity = maxQuantity;
  if (!(quantity > 0)) return null;
  const notional = rung.price * quantity;
  if (minNotional !== null && notional < minNotional) return null;
  if (maxNotional !== null && notional > maxNotional) return null;
  return quantity === rung.quantity ? rung : { ...rung, quantity };
}

/** Whether a close lies so far from the center that the center moves there. */
export const mustRecenter = (center: number, close: number, triggerBps: number): boolean =>
  center === 0 || (Math.abs(close - center) / center) * 10_000 > triggerBps * (1 + TOLERANCE);
