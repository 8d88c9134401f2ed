import type { RunRules } from '../../../../src/engine/rules.js';
import type { HedgeParams } from '../../../../src/strategies/hedge-grid/params.js';
import { plainLadders, sign, stepsAt, type PlainRung, type PlainStep, type SideName } from './shape.js';

/** A resting entry, or one on its way. */
export interface PlainOrder extends PlainRung {
  readonly step: number;
  /** Close that placed it, ms. */
  readonly placed: number;
  isTested: boolean;
  takes: boolean;
}

interface Held {
  readonly side: SideName;
  readonly level: number;
  readonly entry: number;
  readonly quantity: number;
}

/** `a > b` for a limit that equality never trips. */
export const exceeds = (a: number, b: number, slack = 1e-12): boolean => a > b * (1 + Math.sign(b) * slack);
const byLevel = (a: PlainRung, b: PlainRung): number => a.level - b.level || sign(b.side) - sign(a.side);

/** Rungs of a recenter under the inventory cap: the outermost go first. */
export function cappedLadders(p: HedgeParams, center: number, tick: PlainStep, lot: PlainStep) {
  let isCut = false;
  const kept = (['LONG', 'SHORT'] as const).flatMap((side) => {
    const rungs = plainLadders(p, center, tick, lot).filter((rung) => rung.side === side);
    const worth = (): number => rungs.reduce((sum, { quantity }) => sum + quantity, 0) * center;
    while (rungs.length > 0 && exceeds(worth(), p.rebalance.max_inventory_quote)) {
      rungs.pop();
      isCut = true;
    }
    return rungs;
  });
  return { rungs: kept, isCut };
}

/** Policy and funding guard: which rungs are wanted at all, with quantities as they are asked for. */
export function shapedRungs(
  rungs: readonly PlainRung[],
  { policy }: HedgeParams,
  regime: number,
  guard: Readonly<Record<SideName, number>>,
): PlainRung[] {
  const counter = regime > 0 ? 'SHORT' : 'LONG';
  return rungs
    .filter(
      ({ side, level }) =>
        regime === 0 || level <= policy.counter_levels || (side !== counter && policy.strategy === 'throttled-counter'),
    )
    .map((rung) => {
      const scale = regime !== 0 && rung.side === counter ? policy.counter_qty_scale : 1;
      return { ...rung, quantity: rung.quantity * scale * guard[rung.side] };
    });
}

/** Whole lots that the venue takes; rungs that it does not take are left out. */
export function takenByVenue(rungs: readonly PlainRung[], { instrument }: RunRules, lot: PlainStep): PlainRung[] {
  const { minQuantity, maxQuantity, minNotional, maxNotional } = instrument;
  return rungs.flatMap((rung) => {
    const whole = stepsAt(Math.floor(rung.quantity / stepsAt(1, lot) + 1e-6), lot);
    const quantity = whole < (minQuantity ?? 0) ? 0 : Math.min(whole, maxQuantity ?? Infinity);
    const value = quantity * rung.price;
    const isTaken = quantity > 0 && value >= (minNotional ?? 0) && value <= (maxNotional ?? Infinity);
    return isTaken ? [{ ...rung, quantity }] : [];
  });
}

/** Whether the diff keeps a resting order for a rung. */
export function isNear(rung: PlainRung, order: PlainOrder | undefined, { execution }: HedgeParams): boolean {
  if (order === undefined) return false;
  const price = (Math.abs(rung.price - order.price) / order.price) * 10_000;
  const quantity = Math.abs(rung.quantity - order.quantity) / order.quantity;
  return (
    !exceeds(price, execution.order_diff_price_tolerance_bps) &&
    !exceeds(quantity, execution.order_diff_qty_tolerance_pct)
  );
}

/** Walks the rungs by level, long before short, and ends a side at its first rung that the account does not bear. */
export function admittedRungs(
  rungs: readonly PlainRung[],
  p: HedgeParams,
  { account }: RunRules,
  { wallet, center, lots, orders }: { wallet: number; center: number; lots: readonly Held[]; orders: PlainOrder[] },
): { readonly admitted: PlainRung[]; readonly refused: ReadonlySet<string> } {
  const sorted = [...rungs].sort(byLevel);
  const refused = new Set<string>();
  if (!p.risk_management.enable_position_validation) return { admitted: sorted, refused };
  const { max_position_pct, max_position_size, max_leverage_used, emergency_liquidation_buffer } = p.position;
  const leverage = Math.min(max_leverage_used, account.leverage);
  const admitted: PlainRung[] = [];
  const taken: Held[] = [];
  const ended = new Set<SideName>();
  for (const rung of sorted) {
    const order = orders.find(({ side, level }) => side === rung.side && level === rung.level);
    const { side, price, quantity } = isNear(rung, order, p) ? order! : rung;
    const held = [...lots, ...taken, { side, level: rung.level, entry: price, quantity }];
    const own = held.filter((one) => one.side === side);
    const worth = (some: readonly Held[]): number => some.reduce((sum, one) => sum + one.entry * one.quantity, 0);
    const x = center * (1 - sign(side) * emergency_liquidation_buffer);
    const met = [...lots, ...held.slice(lots.length).filter((one) => one.side === side)];
    const equity = met.reduce((sum, one) => sum + sign(one.side) * (x - one.entry) * one.quantity, wallet);
    const margin = account.maintenanceRate * x * met.reduce((sum, one) => sum + one.quantity, 0);
    const fits =
      !exceeds(worth(own), wallet * max_position_pct) &&
      !exceeds(
        own.reduce((sum, one) => sum + one.quantity, 0),
        max_position_size,
      ) &&
      !exceeds(worth(held), wallet * leverage) &&
      equity > margin;
    if (ended.has(side) || !fits) {
      ended.add(side);
      refused.add(`${side} ${rung.level}`);
      continue;
    }
    admitted.push(rung);
    taken.push({ side, level: rung.level, entry: price, quantity });
  }
  return { admitted, refused };
}
