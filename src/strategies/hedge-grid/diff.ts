import { TOLERANCE, type Rung } from './ladder.js';
import type { HedgeParams } from './params.js';

/** Whether a resting order is near enough to a desired one to be kept. Differences are relative to the resting order; the tolerances are inclusive. */
export function isKept(
  desired: Pick<Rung, 'price' | 'quantity'>,
  live: Pick<Rung, 'price' | 'quantity'>,
  execution: Pick<HedgeParams['execution'], 'order_diff_price_tolerance_bps' | 'order_diff_qty_tolerance_pct'>,
): boolean {
  const price = (Math.abs(desired.price - live.price) / live.price) * 10_000;
  const quantity = Math.abs(desired.quantity - live.quantity) / live.quantity;
  return (
    price <= execution.order_diff_price_tolerance_bps * (1 + TOLERANCE) &&
    quantity <= execution.order_diff_qty_tolerance_pct * (1 + TOLERANCE)
  );
}
